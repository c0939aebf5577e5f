package charters

// sentencesOfInstruments are about the capital that members hold, the loans that they
// give, and what comes of what they owe.
var sentencesOfInstruments = map[string]Sentence{
	"treasury.instrument member share": {
		`A member share "{name}" is {amount}, booked to account {account} and paid into the fund "{fund}". It gives no vote beyond the one that each member has.`,
		"Una aportación de persona socia «{name}» es de {amount}, se anota en la cuenta {account} y se paga al fondo «{fund}». No da ningún voto además del que tiene cada persona socia.",
		"Une part sociale «\u00a0{name}\u00a0» vaut {amount}, est inscrite au compte {account} et versée au fonds «\u00a0{fund}\u00a0». Elle ne donne aucune voix de plus que celle de chaque membre.",
	},
	"treasury.instrument investor share": {
		`An investor share "{name}" is {amount}, booked to account {account} and paid into the fund "{fund}". It gives no vote.`,
		"Una aportación de inversión «{name}» es de {amount}, se anota en la cuenta {account} y se paga al fondo «{fund}». No da voto.",
		"Une part d'investisseur «\u00a0{name}\u00a0» vaut {amount}, est inscrite au compte {account} et versée au fonds «\u00a0{fund}\u00a0». Elle ne donne pas de voix.",
	},
	"treasury.instrument loan": {
		`Members lend to the co-op as "{name}" in units of {amount}, booked to account {account} and paid into the fund "{fund}". It gives no vote.`,
		"Las personas socias prestan a la cooperativa como «{name}» en unidades de {amount}, que se anotan en la cuenta {account} y se pagan al fondo «{fund}». No da voto.",
		"Les membres prêtent à la coopérative sous «\u00a0{name}\u00a0» par unités de {amount}, inscrites au compte {account} et versées au fonds «\u00a0{fund}\u00a0». Cela ne donne pas de voix.",
	},
	"treasury.instrument classes": {
		`Members of the class {classes} may get "{name}".`,
		"Pueden obtener «{name}» las personas socias de la clase {classes}.",
		"Peuvent obtenir «\u00a0{name}\u00a0» les membres de la classe {classes}.",
	},
	"treasury.instrument members": {
		`The members with the numbers {members} may get "{name}", whatever their class.`,
		"Pueden obtener «{name}» las personas socias con los números {members}, de cualquier clase.",
		"Peuvent obtenir «\u00a0{name}\u00a0» les membres portant les numéros {members}, de toute classe.",
	},
	"treasury.instrument closed": {
		`Nobody gets any more of "{name}"; who holds it keeps it.`,
		"Nadie obtiene más «{name}»; quien lo tiene lo conserva.",
		"Personne n'obtient plus de «\u00a0{name}\u00a0»\u00a0; qui en détient le garde.",
	},
	"treasury.instrument required.one": {
		`Each of their members has to hold {count} unit of "{name}" within {days} of joining.`,
		"Cada persona socia de ellas tiene que tener {count} unidad de «{name}» a los {days} de ingresar.",
		"Chacun de leurs membres doit détenir {count} unité de «\u00a0{name}\u00a0» dans les {days} qui suivent son adhésion.",
	},
	"treasury.instrument required.many": {
		`Each of their members has to hold {count} units of "{name}" within {days} of joining.`,
		"Cada persona socia de ellas tiene que tener {count} unidades de «{name}» a los {days} de ingresar.",
		"Chacun de leurs membres doit détenir {count} unités de «\u00a0{name}\u00a0» dans les {days} qui suivent son adhésion.",
	},
	"treasury.instrument required from": {
		`For who joined before {day} the time to get "{name}" begins on that day.`,
		"Para quien ingresó antes del {day} el plazo para obtener «{name}» empieza ese día.",
		"Pour qui a adhéré avant le {day}, le délai pour obtenir «\u00a0{name}\u00a0» commence ce jour-là.",
	},
	"treasury.instrument most.one": {
		`Nobody holds more than {count} unit of "{name}".`,
		"Nadie tiene más de {count} unidad de «{name}».",
		"Personne ne détient plus de {count} unité de «\u00a0{name}\u00a0».",
	},
	"treasury.instrument most.many": {
		`Nobody holds more than {count} units of "{name}".`,
		"Nadie tiene más de {count} unidades de «{name}».",
		"Personne ne détient plus de {count} unités de «\u00a0{name}\u00a0».",
	},
	"treasury.instrument limit.one": {
		`There is no more than {count} unit of "{name}" in all.`,
		"No hay más de {count} unidad de «{name}» en total.",
		"Il n'y a pas plus de {count} unité de «\u00a0{name}\u00a0» en tout.",
	},
	"treasury.instrument limit.many": {
		`There are no more than {count} units of "{name}" in all.`,
		"No hay más de {count} unidades de «{name}» en total.",
		"Il n'y a pas plus de {count} unités de «\u00a0{name}\u00a0» en tout.",
	},
	"treasury.instrument instalments": {
		`"{name}" is paid in {count} instalments, {days} apart.`,
		"«{name}» se paga en {count} plazos, con {days} entre uno y otro.",
		"«\u00a0{name}\u00a0» se paie en {count} versements, à {days} d'intervalle.",
	},
	"treasury.instrument transfer free": {
		`Its holder may pass "{name}" on to another member who may hold it.`,
		"Quien lo tiene puede transmitir «{name}» a otra persona socia que pueda tenerlo.",
		"Qui le détient peut céder «\u00a0{name}\u00a0» à un autre membre qui peut le détenir.",
	},
	"treasury.instrument transfer approved": {
		`Its holder may pass "{name}" on to another member who may hold it, once two officers or the members approve.`,
		"Quien lo tiene puede transmitir «{name}» a otra persona socia que pueda tenerlo, si lo aprueban dos responsables o las personas socias.",
		"Qui le détient peut céder «\u00a0{name}\u00a0» à un autre membre qui peut le détenir, si deux responsables ou les membres l'approuvent.",
	},
	"treasury.instrument interest": {
		`"{name}" bears interest of {rate} a year, simple and for actual days over 365, booked to account {account}.`,
		"«{name}» devenga un interés del {rate} anual, simple y por días reales sobre 365, anotado en la cuenta {account}.",
		"«\u00a0{name}\u00a0» porte un intérêt de {rate} par an, simple et pour les jours réels sur 365, inscrit au compte {account}.",
	},
	"treasury.instrument capped interest": {
		`The members may pay interest on "{name}", of {rate} a year at most, simple and for actual days over 365, booked to account {account}.`,
		"Las personas socias pueden pagar un interés por «{name}», del {rate} anual como máximo, simple y por días reales sobre 365, anotado en la cuenta {account}.",
		"Les membres peuvent verser un intérêt sur «\u00a0{name}\u00a0», de {rate} par an au plus, simple et pour les jours réels sur 365, inscrit au compte {account}.",
	},
	"treasury.instrument never redeemed": {
		`"{name}" is never redeemed.`,
		"«{name}» no se reembolsa nunca.",
		"«\u00a0{name}\u00a0» n'est jamais remboursé.",
	},
	"treasury.instrument redeemed on leaving": {
		`Who leaves gets back what was paid in for "{name}", {days} after leaving, the oldest first.`,
		"Quien se va recupera lo pagado por «{name}», {days} después de irse, lo más antiguo primero.",
		"Qui part récupère ce qui a été versé pour «\u00a0{name}\u00a0», {days} après son départ, le plus ancien d'abord.",
	},
	"treasury.instrument redeemed on notice": {
		`What was paid in for "{name}" is given back {days} after the holder asks for it or leaves, the oldest first.`,
		"Lo pagado por «{name}» se devuelve {days} después de pedirlo o de irse, lo más antiguo primero.",
		"Ce qui a été versé pour «\u00a0{name}\u00a0» est rendu {days} après la demande ou le départ, le plus ancien d'abord.",
	},
	"treasury.instrument repaid.one": {
		`"{name}" is repaid in {count} payment, {days} after it was lent.`,
		"«{name}» se devuelve en {count} pago, a los {days} de prestarlo.",
		"«\u00a0{name}\u00a0» est remboursé en {count} paiement, {days} après le prêt.",
	},
	"treasury.instrument repaid.many": {
		`"{name}" is repaid in {count} payments at equal distances, the last of them {days} after it was lent.`,
		"«{name}» se devuelve en {count} pagos a intervalos iguales, el último a los {days} de prestarlo.",
		"«\u00a0{name}\u00a0» est remboursé en {count} paiements à intervalles égaux, le dernier {days} après le prêt.",
	},
	"treasury.instrument refusable": {
		`The members may refuse to redeem "{name}".`,
		"Las personas socias pueden negarse a reembolsar «{name}».",
		"Les membres peuvent refuser de rembourser «\u00a0{name}\u00a0».",
	},
	"treasury.instrument floor": {
		`No redemption of "{name}" brings what is paid in on its account below {amount}; it waits until more is.`,
		"Ningún reembolso de «{name}» baja de {amount} lo pagado en su cuenta; espera hasta que haya más.",
		"Aucun remboursement de «\u00a0{name}\u00a0» ne fait descendre ce qui est versé sur son compte sous {amount}\u00a0; il attend qu'il y ait plus.",
	},
	"treasury.instrument repaid to": {
		`What is given back of "{name}" is owed on account {account} until it is paid.`,
		"Lo que se devuelve de «{name}» se debe en la cuenta {account} hasta que se paga.",
		"Ce qui est rendu de «\u00a0{name}\u00a0» est dû au compte {account} jusqu'au paiement.",
	},
	"treasury.arrears lapse": {
		`With shares missing or unpaid for {days} a membership lapses on the ground "{ground}", after notice.`,
		"Si faltan aportaciones o pagos de ellas durante {days} la membresía caduca por el motivo «{ground}», con preaviso.",
		"Si des parts manquent ou restent impayées pendant {days}, l'adhésion s'éteint pour le motif «\u00a0{ground}\u00a0», après préavis.",
	},
	"treasury.arrears set-off": {
		"What a member owes and is due may be taken out of its passbook {days} after it was announced to the member, unless the member disputes it; then the members decide.",
		"Lo que una persona socia debe y ha vencido se puede compensar con su libreta {days} después de anunciárselo, salvo que lo impugne; entonces deciden las personas socias.",
		"Ce qu'un membre doit et qui est échu peut être pris sur son livret {days} après le lui avoir annoncé, sauf s'il le conteste\u00a0; les membres décident alors.",
	},
}
