package network

import (
	_ "net"      // want: network
	_ "net/http" // want: network
	_ "net/url"
)
