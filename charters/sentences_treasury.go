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
	"treasury.passbook": {
		`What members are paid in their passbooks lies ready in the fund "passbook", which pays nobody but them. It is never forfeited.`,
		"Lo que se abona en las libretas de las personas socias está listo en el fondo «passbook», que no paga a nadie más. Nunca se pierde.",
		"Ce qui est versé sur les livrets des membres attend dans le fonds «\u00a0passbook\u00a0», qui ne paie personne d'autre. Rien n'est jamais perdu.",
	},
	"treasury.passbook address": {
		"An address to which a member has its money paid is used {period} after it was named; any of the member's keys drops it meanwhile.",
		"Una dirección a la que una persona socia hace pagar su dinero se usa {period} después de nombrarla; mientras tanto cualquiera de sus claves la retira.",
		"Une adresse où un membre fait verser son argent sert {period} après avoir été nommée\u00a0; entre-temps, chacune de ses clés la retire.",
	},
	"treasury.passbook delay": {
		"A withdrawal above the limit of a day waits for {period}; any of the member's keys stops it meanwhile.",
		"Un reintegro por encima del límite diario espera {period}; mientras tanto lo para cualquiera de las claves de la persona socia.",
		"Un retrait au-dessus de la limite du jour attend {period}\u00a0; entre-temps, chacune des clés du membre l'arrête.",
	},
	"treasury.passbook limit": {
		"A member withdraws up to {amount} a day without that wait.",
		"Una persona socia retira hasta {amount} al día sin esa espera.",
		"Un membre retire jusqu'à {amount} par jour sans cette attente.",
	},
	"treasury.surplus": {
		`What members get in cash of a surplus lies ready in the fund "surplus" until they take it into their passbooks; nobody else is paid from it.`,
		"Lo que las personas socias reciben en dinero de un excedente está listo en el fondo «surplus» hasta que lo pasan a sus libretas; de él no se paga a nadie más.",
		"Ce que les membres reçoivent en argent d'un excédent attend dans le fonds «\u00a0surplus\u00a0» jusqu'à ce qu'ils le prennent sur leurs livrets\u00a0; personne d'autre n'en est payé.",
	},
	"treasury.dues none": {
		`The class "{class}" pays no dues, in solidarity.`,
		"La clase «{class}» no paga cuotas, por solidaridad.",
		"La classe «\u00a0{class}\u00a0» ne paie pas de cotisation, par solidarité.",
	},
	"treasury.dues month": {
		`Each member of the class "{class}" owes dues of {amount} for each month, from {day} on.`,
		"Cada persona socia de la clase «{class}» debe una cuota de {amount} por mes, desde el {day}.",
		"Chaque membre de la classe «\u00a0{class}\u00a0» doit une cotisation de {amount} par mois, à partir du {day}.",
	},
	"treasury.dues quarter": {
		`Each member of the class "{class}" owes dues of {amount} for each quarter, from {day} on.`,
		"Cada persona socia de la clase «{class}» debe una cuota de {amount} por trimestre, desde el {day}.",
		"Chaque membre de la classe «\u00a0{class}\u00a0» doit une cotisation de {amount} par trimestre, à partir du {day}.",
	},
	"treasury.dues year": {
		`Each member of the class "{class}" owes dues of {amount} for each year, from {day} on.`,
		"Cada persona socia de la clase «{class}» debe una cuota de {amount} por año, desde el {day}.",
		"Chaque membre de la classe «\u00a0{class}\u00a0» doit une cotisation de {amount} par an, à partir du {day}.",
	},
	"treasury.dues lapse.one": {
		`With dues of {count} period unpaid a membership lapses on the ground "{ground}", after notice.`,
		"Con las cuotas de {count} periodo sin pagar la membresía caduca por el motivo «{ground}», con preaviso.",
		"Avec les cotisations de {count} période impayées, l'adhésion s'éteint pour le motif «\u00a0{ground}\u00a0», après préavis.",
	},
	"treasury.dues lapse.many": {
		`With dues of {count} periods unpaid a membership lapses on the ground "{ground}", after notice.`,
		"Con las cuotas de {count} periodos sin pagar la membresía caduca por el motivo «{ground}», con preaviso.",
		"Avec les cotisations de {count} périodes impayées, l'adhésion s'éteint pour le motif «\u00a0{ground}\u00a0», après préavis.",
	},

	"account.by member": {
		"{code} {name} ({kind}; kept by member)", "{code} {name} ({kind}; llevada por persona socia)", "{code} {name} ({kind}\u00a0; tenu par membre)",
	},
	"account.non-member": {
		"{code} {name} ({kind}; business with others than members)", "{code} {name} ({kind}; actividad con quienes no son miembros)",
		"{code} {name} ({kind}\u00a0; activité avec d'autres que les membres)",
	},
	"account.extraordinary": {
		"{code} {name} ({kind}; no result of the business)", "{code} {name} ({kind}; no resulta de la actividad)", "{code} {name} ({kind}\u00a0; hors de l'activité)",
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
	"role.passbook": {
		"what members are owed in their passbooks", "lo que se debe a las personas socias en sus libretas", "ce qui est dû aux membres sur leurs livrets",
	},
	"role.dues": {
		"the dues that members pay", "las cuotas que pagan las personas socias", "les cotisations que paient les membres",
	},
	"role.exchange": {
		"gains and losses by rates", "ganancias y pérdidas por tipos de cambio", "gains et pertes de change",
	},
	"role.appropriation": {
		"what of the results has been shared", "lo que se ha repartido de los resultados", "ce qui a été réparti des résultats",
	},
	"role.appropriated": {
		"what funds got of a surplus", "lo que han recibido los fondos de un excedente", "ce que les fonds ont reçu d'un excédent",
	},
	"role.retained": {
		"what members got of a surplus and is retained", "lo que han recibido las personas socias de un excedente y se retiene", "ce que les membres ont reçu d'un excédent et qui est retenu",
	},
	"role.shared": {
		"what members got of a surplus and have not taken", "lo que han recibido las personas socias de un excedente y no han retirado", "ce que les membres ont reçu d'un excédent et n'ont pas pris",
	},
	"role.shared outside": {
		"what members have taken of a surplus and is paid outside", "lo que las personas socias han retirado de un excedente y se paga fuera", "ce que les membres ont pris d'un excédent et qui est payé à l'extérieur",
	},
	"role.suspense": {
		"what has arrived and is not classified", "lo que ha llegado y está sin clasificar", "ce qui est arrivé et n'est pas classé",
	},
}
