package charters

// sentencesOfTreasury are about the co-op's money and its book.
var sentencesOfTreasury = map[string]Sentence{
	"heading.treasury": {
		"How the co-op keeps its money",
		"Cómo lleva la cooperativa su dinero",
		"Comment la coopérative tient son argent",
	},
	"heading.accounts": {"The accounts of the book", "Las cuentas del libro", "Les comptes du livre"},
	"treasury.no currency": {
		"The book counts coins, in no currency.",
		"El libro cuenta monedas, sin divisa.",
		"Le livre compte des jetons, sans devise.",
	},
	"treasury.currency.one": {
		"The book is kept in {currency}, with {count} decimal.",
		"El libro se lleva en {currency}, con {count} decimal.",
		"Le livre est tenu en {currency}, avec {count} décimale.",
	},
	"treasury.currency.many": {
		"The book is kept in {currency}, with {count} decimals.",
		"El libro se lleva en {currency}, con {count} decimales.",
		"Le livre est tenu en {currency}, avec {count} décimales.",
	},
	"treasury.coin": {
		"In the book {units} {denom} are worth {value}.",
		"En el libro {units} {denom} valen {value}.",
		"Dans le livre, {units} {denom} valent {value}.",
	},
	"treasury.fund free": {
		`The fund "{fund}" pays for what the members decide.`,
		"El fondo «{fund}» paga lo que las personas socias decidan.",
		"Le fonds «\u00a0{fund}\u00a0» paie ce que les membres décident.",
	},
	"treasury.fund restricted": {
		`The fund "{fund}" is for one purpose alone ({purpose}), and its money is moved to no other fund.`,
		"El fondo «{fund}» es para un solo fin ({purpose}), y su dinero no pasa a ningún otro fondo.",
		"Le fonds «\u00a0{fund}\u00a0» sert un seul but ({purpose}), et son argent ne passe à aucun autre fonds.",
	},
	"treasury.fund indivisible": {
		`The fund "{fund}" is indivisible: it belongs to no member, pays nobody, and stays so under every later charter.`,
		"El fondo «{fund}» es irrepartible: no pertenece a ninguna persona socia, no paga a nadie, y sigue así en toda carta posterior.",
		"Le fonds «\u00a0{fund}\u00a0» est impartageable\u00a0: il n'appartient à aucun membre, ne paie personne, et le reste sous toute charte ultérieure.",
	},
	"treasury.floor": {
		`While the fund "{fund}" holds no more than {amount}, no new budget of it can be proposed.`,
		"Mientras el fondo «{fund}» no tenga más de {amount}, no se puede proponer ningún presupuesto nuevo con él.",
		"Tant que le fonds «\u00a0{fund}\u00a0» ne contient pas plus de {amount}, aucun nouveau budget ne peut y être proposé.",
	},
	"treasury.floor spending": {
		`While the fund "{fund}" holds no more than {amount}, no new budget of it can be proposed, and no payment out of a budget brings it under that.`,
		"Mientras el fondo «{fund}» no tenga más de {amount}, no se puede proponer ningún presupuesto nuevo con él, y ningún pago de un presupuesto lo baja de ahí.",
		"Tant que le fonds «\u00a0{fund}\u00a0» ne contient pas plus de {amount}, aucun nouveau budget ne peut y être proposé, et aucun paiement d'un budget ne le fait descendre plus bas.",
	},
	"treasury.delay.one": {
		`A payment of more than {amount} out of a budget of the fund "{fund}" waits for {period} after its approval, and {count} member can stop it meanwhile.`,
		"Un pago de más de {amount} de un presupuesto del fondo «{fund}» espera {period} desde su aprobación, y mientras tanto puede pararlo {count} persona socia.",
		"Un paiement de plus de {amount} d'un budget du fonds «\u00a0{fund}\u00a0» attend {period} après son approbation, et {count} membre peut l'arrêter entre-temps.",
	},
	"treasury.delay.many": {
		`A payment of more than {amount} out of a budget of the fund "{fund}" waits for {period} after its approval, and {count} members can stop it meanwhile.`,
		"Un pago de más de {amount} de un presupuesto del fondo «{fund}» espera {period} desde su aprobación, y mientras tanto pueden pararlo {count} personas socias.",
		"Un paiement de plus de {amount} d'un budget du fonds «\u00a0{fund}\u00a0» attend {period} après son approbation, et {count} membres peuvent l'arrêter entre-temps.",
	},
	"treasury.delay each.one": {
		`Each payment in {denom} out of a budget of the fund "{fund}" waits for {period} after its approval, and {count} member can stop it meanwhile.`,
		"Todo pago en {denom} de un presupuesto del fondo «{fund}» espera {period} desde su aprobación, y mientras tanto puede pararlo {count} persona socia.",
		"Tout paiement en {denom} d'un budget du fonds «\u00a0{fund}\u00a0» attend {period} après son approbation, et {count} membre peut l'arrêter entre-temps.",
	},
	"treasury.delay each.many": {
		`Each payment in {denom} out of a budget of the fund "{fund}" waits for {period} after its approval, and {count} members can stop it meanwhile.`,
		"Todo pago en {denom} de un presupuesto del fondo «{fund}» espera {period} desde su aprobación, y mientras tanto pueden pararlo {count} personas socias.",
		"Tout paiement en {denom} d'un budget du fonds «\u00a0{fund}\u00a0» attend {period} après son approbation, et {count} membres peuvent l'arrêter entre-temps.",
	},
	"treasury.outside bank": {
		`The bank account "{name}" ({currency}, account {account}) is for the fund "{fund}"; the ledger doesn't hold it, and two officers attest what comes and goes.`,
		"La cuenta bancaria «{name}» ({currency}, cuenta {account}) es para el fondo «{fund}»; no está en el registro, y dos responsables dan fe de lo que entra y sale.",
		"Le compte bancaire «\u00a0{name}\u00a0» ({currency}, compte {account}) sert le fonds «\u00a0{fund}\u00a0»\u00a0; le registre ne le détient pas, et deux responsables attestent ce qui entre et sort.",
	},
	"treasury.outside cash box": {
		`The cash box "{name}" ({currency}, account {account}) is for the fund "{fund}"; the ledger doesn't hold it, and two officers attest what comes and goes.`,
		"La caja «{name}» ({currency}, cuenta {account}) es para el fondo «{fund}»; no está en el registro, y dos responsables dan fe de lo que entra y sale.",
		"La caisse «\u00a0{name}\u00a0» ({currency}, compte {account}) sert le fonds «\u00a0{fund}\u00a0»\u00a0; le registre ne le détient pas, et deux responsables attestent ce qui entre et sort.",
	},
	"treasury.outside payment processor": {
		`The payment processor "{name}" ({currency}, account {account}) is for the fund "{fund}"; the ledger doesn't hold it, and two officers attest what comes and goes.`,
		"La pasarela de pago «{name}» ({currency}, cuenta {account}) es para el fondo «{fund}»; no está en el registro, y dos responsables dan fe de lo que entra y sale.",
		"Le prestataire de paiement «\u00a0{name}\u00a0» ({currency}, compte {account}) sert le fonds «\u00a0{fund}\u00a0»\u00a0; le registre ne le détient pas, et deux responsables attestent ce qui entre et sort.",
	},

	"account":           {"{code} {name} ({kind})", "{code} {name} ({kind})", "{code} {name} ({kind})"},
	"account.role":      {"{code} {name} ({kind}; {role})", "{code} {name} ({kind}; {role})", "{code} {name} ({kind}\u00a0; {role})"},
	"account.asset":     {"asset", "activo", "actif"},
	"account.liability": {"liability", "pasivo", "passif"},
	"account.equity":    {"equity", "patrimonio", "capitaux propres"},
	"account.income":    {"income", "ingreso", "produit"},
	"account.expense":   {"expense", "gasto", "charge"},
	"role.purses": {
		"the ledger posts to it when coins move", "el registro la mueve cuando se mueven monedas", "le registre y écrit quand des jetons bougent",
	},
	"role.suspense": {
		"what has arrived and is not classified", "lo que ha llegado y está sin clasificar", "ce qui est arrivé et n'est pas classé",
	},
}
