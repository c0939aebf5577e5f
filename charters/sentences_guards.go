package charters

// sentencesOfGuards are about what budgets may spend of a fund, and what has to
// stay in hand.
var sentencesOfGuards = map[string]Sentence{
	"treasury.spending share month": {
		`In a month budgets spend at most {share} of what the fund "{fund}" held in {denom} when it began.`,
		"En un mes los presupuestos gastan como mucho el {share} de lo que el fondo «{fund}» tenía en {denom} cuando empezó.",
		"En un mois, les budgets dépensent au plus {share} de ce que le fonds «\u00a0{fund}\u00a0» contenait en {denom} à son début.",
	},
	"treasury.spending share quarter": {
		`In a quarter budgets spend at most {share} of what the fund "{fund}" held in {denom} when it began.`,
		"En un trimestre los presupuestos gastan como mucho el {share} de lo que el fondo «{fund}» tenía en {denom} cuando empezó.",
		"En un trimestre, les budgets dépensent au plus {share} de ce que le fonds «\u00a0{fund}\u00a0» contenait en {denom} à son début.",
	},
	"treasury.spending share year": {
		`In a year budgets spend at most {share} of what the fund "{fund}" held in {denom} when it began.`,
		"En un año los presupuestos gastan como mucho el {share} de lo que el fondo «{fund}» tenía en {denom} cuando empezó.",
		"En une année, les budgets dépensent au plus {share} de ce que le fonds «\u00a0{fund}\u00a0» contenait en {denom} à son début.",
	},
	"treasury.liquidity": {
		"After each payment out of a free fund, what free funds hold in the accounts {assets} covers {share} of what is owed on the accounts {liabilities}; what pays these debts themselves is free of that.",
		"Después de cada pago de un fondo libre, lo que los fondos libres tienen en las cuentas {assets} cubre el {share} de lo que se debe en las cuentas {liabilities}; lo que paga esas mismas deudas queda exento.",
		"Après chaque paiement d'un fonds libre, ce que les fonds libres contiennent dans les comptes {assets} couvre {share} de ce qui est dû aux comptes {liabilities}\u00a0; ce qui paie ces dettes elles-mêmes en est dispensé.",
	},
}
