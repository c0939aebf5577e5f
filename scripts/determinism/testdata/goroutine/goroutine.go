package goroutine

func start(done, stop chan struct{}) {
	go close(done) // want: goroutine
	select {       // want: goroutine
	case <-done:
	case <-stop:
	}
}
