// Package store keeps accounts and their keys at rest.
package store
