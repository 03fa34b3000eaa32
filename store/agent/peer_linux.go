package agent

import "golang.org/x/sys/unix"

// longestPath is sockaddr_un's room for a path, without the NUL behind it.
const longestPath = 107

// peer answers the user at the other end of a socket, -1 when nobody can say.
func peer(fd int) int {
	cred, err := unix.GetsockoptUcred(fd, unix.SOL_SOCKET, unix.SO_PEERCRED)
	if err != nil {
		return -1
	}
	return int(cred.Uid)
}
