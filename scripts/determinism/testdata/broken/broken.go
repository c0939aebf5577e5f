package broken

var number int = "text"
