package charters

// sentencesOfSurplus are about how a surplus is shared.
var sentencesOfSurplus = map[string]Sentence{
	"heading.surplus": {"How a surplus is shared", "Cómo se reparte un excedente", "Comment un excédent est réparti"},
	"surplus.others reserve": {
		"What business with others than members has earned goes to the reserve.",
		"Lo que se ha ganado con quienes no son miembros va a la reserva.",
		"Ce qui a été gagné avec d'autres que les membres va à la réserve.",
	},
	"surplus.others shared": {
		"What business with others than members has earned is shared with the rest.",
		"Lo que se ha ganado con quienes no son miembros se reparte con lo demás.",
		"Ce qui a été gagné avec d'autres que les membres est réparti avec le reste.",
	},
	"surplus.extraordinary reserve": {
		"What is no result of the business goes to the reserve.",
		"Lo que no resulta de la actividad va a la reserva.",
		"Ce qui ne résulte pas de l'activité va à la réserve.",
	},
	"surplus.extraordinary shared": {
		"What is no result of the business is shared with the rest.",
		"Lo que no resulta de la actividad se reparte con lo demás.",
		"Ce qui ne résulte pas de l'activité est réparti avec le reste.",
	},
	"surplus.losses": {
		"Losses of periods before are made good first.",
		"Primero se compensan las pérdidas de períodos anteriores.",
		"Les pertes des périodes précédentes sont d'abord compensées.",
	},
	"surplus.of gross":     {"{share} of the surplus", "el {share} del excedente", "{share} de l'excédent"},
	"surplus.of net":       {"{share} of the surplus without those losses", "el {share} del excedente sin esas pérdidas", "{share} de l'excédent sans ces pertes"},
	"surplus.of remaining": {"{share} of what is left", "el {share} de lo que queda", "{share} de ce qui reste"},
	"surplus.of capital":   {"{share} of their capital", "el {share} de su capital", "{share} de leur capital"},
	"surplus.fund up": {
		`The fund "{fund}" gets {share}, rounded up.`,
		"El fondo «{fund}» recibe {share}, redondeado al alza.",
		"Le fonds «\u00a0{fund}\u00a0» reçoit {share}, arrondi vers le haut.",
	},
	"surplus.fund down": {
		`The fund "{fund}" gets {share}, rounded down.`,
		"El fondo «{fund}» recibe {share}, redondeado a la baja.",
		"Le fonds «\u00a0{fund}\u00a0» reçoit {share}, arrondi vers le bas.",
	},
	"surplus.all members": {"The members", "Los miembros", "Les membres"},
	"surplus.classes":     {"Members of {classes}", "Los miembros de {classes}", "Les membres de {classes}"},
	"surplus.by":          {"in proportion to {unit}", "en proporción a {unit}", "en proportion de {unit}"},
	"surplus.by head":     {"the same to each", "lo mismo a cada uno", "la même part à chacun"},
	"surplus.members up": {
		"{who} get {share}, rounded up: {by}.",
		"{who} reciben {share}, redondeado al alza: {by}.",
		"{who} reçoivent {share}, arrondi vers le haut\u00a0: {by}.",
	},
	"surplus.members down": {
		"{who} get {share}, rounded down: {by}.",
		"{who} reciben {share}, redondeado a la baja: {by}.",
		"{who} reçoivent {share}, arrondi vers le bas\u00a0: {by}.",
	},
	"surplus.cash": {
		"Of each such share {cash} is paid in cash, rounded up; the rest stays in the member's account.",
		"De cada una de esas partes se paga el {cash} en dinero, redondeado al alza; el resto queda en la cuenta del miembro.",
		"De chacune de ces parts, {cash} est payé en argent, arrondi vers le haut\u00a0; le reste demeure au compte du membre.",
	},
	"surplus.min": {"It is at least {amount}, where so much is left.", "Es al menos {amount}, si queda tanto.", "C'est au moins {amount}, s'il en reste autant."},
	"surplus.max": {"It is at most {amount}.", "Es como mucho {amount}.", "C'est au plus {amount}."},
	"surplus.member cap": {
		"One member gets at most {amount} of it.",
		"Un miembro recibe como mucho {amount} de ello.",
		"Un membre en reçoit au plus {amount}.",
	},
	"surplus.until amount": {
		"It ends when the fund holds {amount}.",
		"Termina cuando el fondo tiene {amount}.",
		"Cela cesse quand le fonds contient {amount}.",
	},
	"surplus.until capital": {
		"It ends when the fund holds {share} of the capital.",
		"Termina cuando el fondo tiene el {share} del capital.",
		"Cela cesse quand le fonds contient {share} du capital.",
	},
	"surplus.until assets": {
		"It ends when the fund holds {share} of everything that the co-op owns.",
		"Termina cuando el fondo tiene el {share} de todo lo que posee la cooperativa.",
		"Cela cesse quand le fonds contient {share} de tout ce que possède la coopérative.",
	},
	"surplus.rest": {
		`What nobody gets goes to the reserve: the fund "{fund}", which belongs to no member.`,
		"Lo que nadie recibe va a la reserva: el fondo «{fund}», que no pertenece a ningún miembro.",
		"Ce que personne ne reçoit va à la réserve\u00a0: le fonds «\u00a0{fund}\u00a0», qui n'appartient à aucun membre.",
	},
	"surplus.exact": {
		"Members' shares sum to their part exactly, and without a cap nobody is a whole unit away from their proportion.",
		"Las partes de los miembros suman exactamente lo que les toca, y sin tope nadie está a una unidad entera de su proporción.",
		"La somme des parts des membres est exacte, et sans plafond personne n'est à une unité entière de sa proportion.",
	},
	"surplus.de minimis": {
		"Cash of less than {amount} is not paid and stays in the member's account.",
		"Menos de {amount} en dinero no se paga y queda en la cuenta del miembro.",
		"Moins de {amount} en argent n'est pas payé et demeure au compte du membre.",
	},
	"surplus.loss": {"A loss is carried forward.", "Una pérdida se traslada al período siguiente.", "Une perte est reportée."},
	"surplus.loss order": {
		"A loss is borne by the funds {funds}, in this order; the rest is carried forward.",
		"Una pérdida la soportan los fondos {funds}, en este orden; el resto se traslada al período siguiente.",
		"Une perte est supportée par les fonds {funds}, dans cet ordre\u00a0; le reste est reporté.",
	},
	"surplus.shape reserve-10-education-10": {
		"The reserve gets at least 10\u00a0% before all else, and education at most 10\u00a0%: rules that leave this are refused.",
		"La reserva recibe al menos el 10\u202f% antes que nada, y la educación como mucho el 10\u202f%: se rechazan las reglas que se aparten de ello.",
		"La réserve reçoit au moins 10\u00a0% avant tout, et l'éducation au plus 10\u00a0%\u00a0: les règles qui s'en écartent sont refusées.",
	},
	"surplus.shape reserve-15-until-capital": {
		"The reserve gets at least 15\u00a0%, after losses and before all else, until it equals the capital: rules that leave this are refused.",
		"La reserva recibe al menos el 15\u202f%, después de las pérdidas y antes que nada, hasta igualar el capital: se rechazan las reglas que se aparten de ello.",
		"La réserve reçoit au moins 15\u00a0%, après les pertes et avant tout, jusqu'à égaler le capital\u00a0: les règles qui s'en écartent sont refusées.",
	},
	"surplus.shape cash-20": {
		"At least 20\u00a0% of each member's share is paid in cash: rules that leave this are refused.",
		"Al menos el 20\u202f% de la parte de cada miembro se paga en dinero: se rechazan las reglas que se aparten de ello.",
		"Au moins 20\u00a0% de la part de chaque membre est payé en argent\u00a0: les règles qui s'en écartent sont refusées.",
	},
	"surplus.vary": {
		"When the members approve the accounts, they may set that rate from {least} to {most}.",
		"Al aprobar las cuentas, los miembros pueden fijar ese porcentaje entre el {least} y el {most}.",
		"Quand les membres approuvent les comptes, ils peuvent fixer ce taux de {least} à {most}.",
	},
	"surplus.every fiscal year":   {"a fiscal year", "un ejercicio", "un exercice"},
	"surplus.every fiscal period": {"a period of the fiscal calendar", "un período del calendario fiscal", "une période du calendrier comptable"},
	"surplus.every seconds":       {"a number of seconds", "un número de segundos", "un nombre de secondes"},
	"surplus.period": {
		"It is shared for each period, which is {length}, by the rules that were in force when the period began.",
		"Se reparte por cada período, que es {length}, según las reglas vigentes cuando empezó el período.",
		"Il est réparti pour chaque période, qui est {length}, selon les règles en vigueur au début de la période.",
	},
	"surplus.adjusting": {
		"What is recorded of a member can be disputed until the period's end, and for {period} after it; then it changes no more.",
		"Lo que se ha anotado de un miembro puede impugnarse hasta el fin del período y durante {period} después; luego no cambia más.",
		"Ce qui est noté d'un membre peut être contesté jusqu'à la fin de la période, et pendant {period} après ; ensuite cela ne change plus.",
	},
	"surplus.late refused": {
		"What is recorded after a period's end does not count for it.",
		"Lo que se anota después del fin de un período no cuenta para él.",
		"Ce qui est noté après la fin d'une période ne compte pas pour elle.",
	},
	"surplus.late carried": {
		"What is recorded after a period's end counts in the next one.",
		"Lo que se anota después del fin de un período cuenta en el siguiente.",
		"Ce qui est noté après la fin d'une période compte dans la suivante.",
	},
	"surplus.approved": {
		"Nothing is shared before the members have approved the accounts.",
		"Nada se reparte antes de que los miembros hayan aprobado las cuentas.",
		"Rien n'est réparti avant que les membres aient approuvé les comptes.",
	},
	"surplus.unapproved": {
		"The members don't approve the accounts: {ground}.",
		"Los miembros no aprueban las cuentas: {ground}.",
		"Les membres n'approuvent pas les comptes : {ground}.",
	},
	"surplus.coin": {
		"Each member's cash is set aside in {denom} and goes into its passbook when it is taken.",
		"La parte en efectivo de cada miembro se aparta en {denom} y pasa a su libreta cuando se retira.",
		"La part en espèces de chaque membre est mise de côté en {denom} et va sur son livret quand elle est prise.",
	},
	"surplus.outside": {
		"Each member's cash is owed to it by the co-op, and paid outside the ledger.",
		"La cooperativa debe a cada miembro su parte en efectivo y la paga fuera del registro.",
		"La coopérative doit à chaque membre sa part en espèces, et la paie hors du registre.",
	},
}
