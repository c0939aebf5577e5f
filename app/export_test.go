package app

import "github.com/coopledger/coopledger/app/ante"

// PlacesOf is what the ante handler asks.
func PlacesOf(app *App) ante.Places { return places{app.keepers} }
