package domain

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// An answer on the disk is one file, named for its question and written in the
// API's own shape, so that it is read by the rules that hold for the network. A
// file that breaks one is not used, and is replaced by the next answer.
const (
	filePrefix = "hosts-"
	// maxFiles bounds the folder: the oldest go.
	maxFiles = 200
)

func (c *Client) file(q question) string {
	sum := sha256.Sum256([]byte(q.url()))
	return filepath.Join(c.Folder, filePrefix+hex.EncodeToString(sum[:12])+".json")
}

// load reads what was kept for q, however old.
func (c *Client) load(q question) (answer, bool) {
	if c.Folder == "" {
		return answer{}, false
	}
	body, err := readPlain(c.file(q))
	if err != nil {
		return answer{}, false
	}
	return q.decodeFile(body, c.domains())
}

// readPlain reads a plain file and nothing else: opening a pipe would wait for
// somebody to write to it.
func readPlain(path string) (string, error) {
	if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() {
		return "", cmp.Or(err, fs.ErrInvalid)
	}
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	return read(file, maxBody+1)
}

func (q question) decodeFile(body string, domains []string) (answer, bool) {
	if len(body) > maxBody {
		return answer{}, false
	}
	var url, given string
	var list []wireEntry
	s := scanner{text: body}
	problem := s.document(func(name string) {
		switch name {
		case "asked":
			url = s.field(name)
		case "given":
			given = s.field(name)
		case "baseURIs":
			list, _ = readList(&s)
		default:
			s.skip()
		}
	})
	at, err := time.Parse(time.RFC3339Nano, given)
	if problem != "" || err != nil || url != q.url() || at.After(time.Now()) {
		return answer{}, false
	}
	found, failure := q.collect(list, domains)
	found.Origin = Origin{Source: Disk, At: at.Local()}
	return found, failure == nil && !found.empty()
}

// encodeFile needs no escaping: names and hosts have passed their rules. What is
// not a host is written as none, and asked for again.
func (q question) encodeFile(a answer) string {
	var b strings.Builder
	b.WriteString(`{"asked":` + strconv.Quote(q.url()) + `,"given":"` + a.At.UTC().Format(time.RFC3339Nano) + `","baseURIs":[`)
	separator := "\n"
	for _, e := range a.entries {
		b.WriteString(separator + `{"service":"` + string(e.Service) + `","account":"` + string(q.account) + `","baseURI":"` + e.Host.Name + `"}`)
		separator = ",\n"
	}
	b.WriteString("]}\n")
	return b.String()
}

// save keeps an answer for the next run. That it could not be kept changes
// nothing for anybody who waits for it.
func (c *Client) save(q question, a answer) {
	if c.Folder == "" || a.empty() {
		return
	}
	text := q.encodeFile(a)
	if len(text) > maxBody {
		return
	}
	if os.MkdirAll(c.Folder, 0o700) == nil && replaceFile(c.file(q), text) == nil {
		prune(c.Folder)
	}
}

// replaceFile puts a file in place whole or not at all. What a power cut leaves
// of it is no answer, and is replaced.
func replaceFile(path, text string) error {
	file, err := os.CreateTemp(filepath.Dir(path), filePrefix+"*.new") // 0600
	if err != nil {
		return err
	}
	_, err = io.WriteString(file, text)
	err = cmp.Or(err, file.Close())
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		_ = os.Remove(file.Name()) // prune gets it otherwise.
	}
	return err
}

// prune removes the oldest files when there are too many.
func prune(folder string) {
	all, _ := os.ReadDir(folder)
	files := slices.DeleteFunc(all, func(e fs.DirEntry) bool { return !strings.HasPrefix(e.Name(), filePrefix) })
	if len(files) <= maxFiles {
		return
	}
	slices.SortFunc(files, func(x, y fs.DirEntry) int { return written(y).Compare(written(x)) })
	for _, e := range files[maxFiles:] {
		_ = os.Remove(filepath.Join(folder, e.Name())) // Another run may have been quicker.
	}
}

// written is when the file was written; one that is gone is the oldest.
func written(e fs.DirEntry) time.Time {
	info, err := e.Info()
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}
