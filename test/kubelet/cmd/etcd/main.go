// Command etcd is etcd at the version that the Kubernetes release's own module
// file names. Its own main package is not part of the module that Kubernetes
// requires, but the function it calls is.
package main

import (
	"os"

	"go.etcd.io/etcd/server/v3/etcdmain"
)

func main() {
	etcdmain.Main(os.Args)
}
