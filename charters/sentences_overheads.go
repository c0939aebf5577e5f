package charters

// sentencesOfOverheads are about what a co-op keeps for hosting its projects.
var sentencesOfOverheads = map[string]Sentence{
	"treasury.overhead": {
		`Of each receipt for the fund "{fund}" the co-op keeps {share}, rounded down, in the fund "operating" as income of its own (account {account}).`,
		"De cada ingreso para el fondo «{fund}» la cooperativa se queda el {share}, redondeado a la baja, en el fondo «operating» como ingreso propio (cuenta {account}).",
		"De chaque recette du fonds «\u00a0{fund}\u00a0», la coopérative garde {share}, arrondi vers le bas, dans le fonds «\u00a0operating\u00a0» comme produit à elle (compte {account}).",
	},
}
