package agent

import (
	"encoding/binary"
	"errors"
	"io"
)

// A message is one request or one answer: its length in four octets, the
// version, the kind, and then the fields, each with its length in four octets
// before it. There is one request and one answer to a connection.
type message struct {
	version byte
	kind    kind
	fields  []string
}

// version is of the messages. Whatever later versions change, they keep
// [lockKind] and what is before the fields, so that any lpkeys can end any agent.
const version = 1

type kind byte

// The kinds of messages, and how many fields they have.
const (
	startKind  kind = 's' // see [Client.Start]
	lookKind   kind = 'l'
	getKind    kind = 'g' // item
	putKind    kind = 'p' // item and a key
	forgetKind kind = 'f' // item
	stayKind   kind = 't' // nanoseconds
	lockKind   kind = 'x'
	doneKind   kind = 'd'
	keyKind    kind = 'k' // a key
	errorKind  kind = 'e' // see [failed]
)

const keyFields = 4

// fieldCount answers -1 for a kind that nobody knows.
func (k kind) fieldCount() int {
	switch k {
	case lookKind, lockKind, doneKind:
		return 0
	case getKind, forgetKind, stayKind:
		return 1
	case putKind:
		return 1 + keyFields
	case keyKind:
		return keyFields
	case startKind:
		return startFields
	case errorKind:
		return errorFields
	default:
		return -1
	}
}

// longest bounds what is read into memory. A key is 64 KiB at most, as the
// vault keeps it.
const longest = 80 << 10

var (
	errLong      = errors.New("a message is too long")
	errMalformed = errors.New("a message is malformed")
)

func ask(k kind, fields ...string) message { return message{version: version, kind: k, fields: fields} }

// send writes the message whole, in one piece.
func (m message) send(w io.Writer) error {
	data := append(make([]byte, 4, 64), m.version, byte(m.kind))
	for _, field := range m.fields {
		data = binary.BigEndian.AppendUint32(data, uint32(len(field)))
		data = append(data, field...)
	}
	if len(data)-4 > longest {
		return errLong
	}
	binary.BigEndian.PutUint32(data, uint32(len(data)-4))
	_, err := w.Write(data)
	return err
}

// receive reads one message and nothing behind it. A message of another version
// comes without its fields, which may mean something else there.
func receive(r io.Reader) (message, error) {
	var head [4]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return message{}, err
	}
	size := binary.BigEndian.Uint32(head[:])
	if size > longest {
		return message{}, errLong
	}
	if size < 2 {
		return message{}, errMalformed
	}
	data := make([]byte, size)
	if _, err := io.ReadFull(r, data); err != nil {
		return message{}, err
	}
	m := message{version: data[0], kind: kind(data[1])}
	if m.version != version {
		return m, nil
	}
	var err error
	m.fields, err = split(m.kind, data[2:])
	return m, err
}

func split(k kind, data []byte) ([]string, error) {
	count := k.fieldCount()
	if count < 0 {
		return nil, errMalformed
	}
	fields := make([]string, count)
	for i := range fields {
		if len(data) < 4 {
			return nil, errMalformed
		}
		size := binary.BigEndian.Uint32(data)
		data = data[4:]
		if uint64(size) > uint64(len(data)) {
			return nil, errMalformed
		}
		fields[i], data = string(data[:size]), data[size:]
	}
	if len(data) > 0 {
		return nil, errMalformed
	}
	return fields, nil
}
