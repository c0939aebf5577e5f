package charters

// sentencesOfRules are about how a decision is made. A share is said as
// {fraction} ("at least half") or {than} ("more than half"), which differ in
// French: "la moitié", "plus de la moitié".
var sentencesOfRules = map[string]Sentence{
	"approval.cast.more": {
		"It passes when more than {than} of the ballots for and against are in favour{quorum}.",
		"Se aprueba si más {than} de los votos emitidos a favor y en contra son a favor{quorum}.",
		"Elle est adoptée si plus {than} des voix pour et contre sont pour{quorum}.",
	},
	"approval.cast.least": {
		"It passes when at least {fraction} of the ballots for and against are in favour{quorum}.",
		"Se aprueba si al menos {fraction} de los votos emitidos a favor y en contra son a favor{quorum}.",
		"Elle est adoptée si au moins {fraction} des voix pour et contre sont pour{quorum}.",
	},
	"approval.cast.all": {
		"It passes when all of the ballots for and against are in favour{quorum}.",
		"Se aprueba si todos los votos emitidos a favor y en contra son a favor{quorum}.",
		"Elle est adoptée si toutes les voix pour et contre sont pour{quorum}.",
	},
	"approval.present.more": {
		"It passes when more than {than} of all ballots, abstentions included, are in favour{quorum}.",
		"Se aprueba si más {than} de todas las papeletas, contando las abstenciones, son a favor{quorum}.",
		"Elle est adoptée si plus {than} de tous les bulletins, abstentions comprises, sont pour{quorum}.",
	},
	"approval.present.least": {
		"It passes when at least {fraction} of all ballots, abstentions included, are in favour{quorum}.",
		"Se aprueba si al menos {fraction} de todas las papeletas, contando las abstenciones, son a favor{quorum}.",
		"Elle est adoptée si au moins {fraction} de tous les bulletins, abstentions comprises, sont pour{quorum}.",
	},
	"approval.present.all": {
		"It passes when all ballots, abstentions included, are in favour{quorum}.",
		"Se aprueba si todas las papeletas, contando las abstenciones, son a favor{quorum}.",
		"Elle est adoptée si tous les bulletins, abstentions comprises, sont pour{quorum}.",
	},
	"approval.roll.more": {
		"It passes when more than {than} of all members on the roll are in favour{quorum}.",
		"Se aprueba si más {than} de todas las personas del censo votan a favor{quorum}.",
		"Elle est adoptée si plus {than} de tous les membres inscrits sont pour{quorum}.",
	},
	"approval.roll.least": {
		"It passes when at least {fraction} of all members on the roll are in favour{quorum}.",
		"Se aprueba si al menos {fraction} de todas las personas del censo votan a favor{quorum}.",
		"Elle est adoptée si au moins {fraction} de tous les membres inscrits sont pour{quorum}.",
	},
	"approval.roll.all": {
		"It passes when all members on the roll are in favour{quorum}.",
		"Se aprueba si todas las personas del censo votan a favor{quorum}.",
		"Elle est adoptée si tous les membres inscrits sont pour{quorum}.",
	},
	"quorum.more": {
		" and more than {than} of all members on the roll have voted in any way",
		" y ha votado, en el sentido que sea, más {than} de todas las personas del censo",
		" et si plus {than} de tous les membres inscrits ont voté, dans un sens ou dans l'autre",
	},
	"quorum.least": {
		" and at least {fraction} of all members on the roll have voted in any way",
		" y ha votado, en el sentido que sea, al menos {fraction} de todas las personas del censo",
		" et si au moins {fraction} de tous les membres inscrits ont voté, dans un sens ou dans l'autre",
	},
	"quorum.all": {
		" and all members on the roll have voted in any way",
		" y han votado, en el sentido que sea, todas las personas del censo",
		" et si tous les membres inscrits ont voté, dans un sens ou dans l'autre",
	},
	"quorum.active.more": {
		" and more than {than} of the active members, those with a key who are not suspended, have voted in any way",
		" y ha votado, en el sentido que sea, más {than} de las personas activas, con clave y no suspendidas",
		" et si plus {than} des membres actifs, ayant une clé et non suspendus, ont voté, dans un sens ou dans l'autre",
	},
	"chamber.cast.more": {
		"Besides, more than {than} of the ballots for and against of {classes} must be in favour{quorum}.",
		"Además, más {than} de los votos a favor y en contra de {classes} deben ser a favor{quorum}.",
		"En outre, plus {than} des voix pour et contre de {classes} doivent être pour{quorum}.",
	},
	"chamber.present.more": {
		"Besides, more than {than} of all ballots of {classes}, abstentions included, must be in favour{quorum}.",
		"Además, más {than} de todas las papeletas de {classes}, contando las abstenciones, deben ser a favor{quorum}.",
		"En outre, plus {than} de tous les bulletins de {classes}, abstentions comprises, doivent être pour{quorum}.",
	},
	"chamber.roll.more": {
		"Besides, more than {than} of all members of {classes} on the roll must be in favour{quorum}.",
		"Además, más {than} de todas las personas de {classes} en el censo deben votar a favor{quorum}.",
		"En outre, plus {than} de tous les membres inscrits de {classes} doivent être pour{quorum}.",
	},
	"chamber.quorum.more": {
		", and more than {than} of them on the roll must have voted in any way",
		", y debe haber votado, en el sentido que sea, más {than} de quienes están en el censo",
		", et plus {than} des inscrits doivent avoir voté, dans un sens ou dans l'autre",
	},
	"quorum.active.least": {
		" and at least {fraction} of the active members, those with a key who are not suspended, have voted in any way",
		" y ha votado, en el sentido que sea, al menos {fraction} de las personas activas, con clave y no suspendidas",
		" et si au moins {fraction} des membres actifs, ayant une clé et non suspendus, ont voté, dans un sens ou dans l'autre",
	},
	"chamber.cast.least": {
		"Besides, at least {fraction} of the ballots for and against of {classes} must be in favour{quorum}.",
		"Además, al menos {fraction} de los votos a favor y en contra de {classes} deben ser a favor{quorum}.",
		"En outre, au moins {fraction} des voix pour et contre de {classes} doivent être pour{quorum}.",
	},
	"chamber.present.least": {
		"Besides, at least {fraction} of all ballots of {classes}, abstentions included, must be in favour{quorum}.",
		"Además, al menos {fraction} de todas las papeletas de {classes}, contando las abstenciones, deben ser a favor{quorum}.",
		"En outre, au moins {fraction} de tous les bulletins de {classes}, abstentions comprises, doivent être pour{quorum}.",
	},
	"chamber.roll.least": {
		"Besides, at least {fraction} of all members of {classes} on the roll must be in favour{quorum}.",
		"Además, al menos {fraction} de todas las personas de {classes} en el censo deben votar a favor{quorum}.",
		"En outre, au moins {fraction} de tous les membres inscrits de {classes} doivent être pour{quorum}.",
	},
	"chamber.quorum.least": {
		", and at least {fraction} of them on the roll must have voted in any way",
		", y debe haber votado, en el sentido que sea, al menos {fraction} de quienes están en el censo",
		", et au moins {fraction} des inscrits doivent avoir voté, dans un sens ou dans l'autre",
	},
	"quorum.active.all": {
		" and all active members, those with a key who are not suspended, have voted in any way",
		" y han votado, en el sentido que sea, todas las personas activas, con clave y no suspendidas",
		" et si tous les membres actifs, ayant une clé et non suspendus, ont voté, dans un sens ou dans l'autre",
	},
	"chamber.cast.all": {
		"Besides, all of the ballots for and against of {classes} must be in favour{quorum}.",
		"Además, todos los votos a favor y en contra de {classes} deben ser a favor{quorum}.",
		"En outre, toutes les voix pour et contre de {classes} doivent être pour{quorum}.",
	},
	"chamber.present.all": {
		"Besides, all ballots of {classes}, abstentions included, must be in favour{quorum}.",
		"Además, todas las papeletas de {classes}, contando las abstenciones, deben ser a favor{quorum}.",
		"En outre, tous les bulletins de {classes}, abstentions comprises, doivent être pour{quorum}.",
	},
	"chamber.roll.all": {
		"Besides, all members of {classes} on the roll must be in favour{quorum}.",
		"Además, todas las personas de {classes} en el censo deben votar a favor{quorum}.",
		"En outre, tous les membres inscrits de {classes} doivent être pour{quorum}.",
	},
	"chamber.quorum.all": {
		", and all of them on the roll must have voted in any way",
		", y deben haber votado, en el sentido que sea, todas las que están en el censo",
		", et tous les inscrits doivent avoir voté, dans un sens ou dans l'autre",
	},
	"class.quoted": {
		`"{class}"`,
		"«{class}»",
		"«\u00a0{class}\u00a0»",
	},
	"electorate": {
		`Those who hold the power "{power}" decide, one ballot each.`,
		"Deciden quienes tienen el poder «{power}», con un voto cada cual.",
		"Décident ceux qui ont le pouvoir «\u00a0{power}\u00a0», une voix chacun.",
	},
	"emergency": {
		"It is for emergencies: upgrades of the ledger's software and its breaker. It then stands alone.",
		"Es para emergencias: actualizaciones del programa del registro y su interruptor. Entonces vale por sí sola.",
		"Elle est pour les urgences\u00a0: mises à jour du logiciel du registre et son disjoncteur. Elle suffit alors à elle seule.",
	},
	"voting.noticed": {
		"Voting is open for {period}. Whoever is a member when the discussion begins can vote.",
		"La votación está abierta durante {period}. Puede votar quien esté en el censo cuando empieza el debate.",
		"Le vote est ouvert pendant {period}. Peut voter quiconque est inscrit au début du débat.",
	},
	"voting.electors": {
		"Voting is open for {period}. Whoever holds the power when it opens can vote.",
		"La votación está abierta durante {period}. Puede votar quien tenga el poder cuando se abre.",
		"Le vote est ouvert pendant {period}. Peut voter quiconque a le pouvoir à l'ouverture.",
	},
	"late quorum": {
		"If the quorum is reached only in the last {window}, voting goes on for {extension} more, once.",
		"Si el quórum se alcanza solo en el último plazo de {window}, la votación sigue {extension} más, una sola vez.",
		"Si le quorum n'est atteint que dans le dernier délai de {window}, le vote continue {extension} de plus, une seule fois.",
	},
	"fraction":     {"{numerator}/{denominator}", "{numerator}/{denominator}", "{numerator}/{denominator}"},
	"fraction.1/2": {"half", "la mitad", "la moitié"},
	"fraction.1/3": {"one third", "un tercio", "un tiers"},
	"fraction.2/3": {"two thirds", "dos tercios", "les deux tiers"},
	"fraction.1/4": {"one quarter", "una cuarta parte", "un quart"},
	"fraction.3/4": {"three quarters", "tres cuartas partes", "les trois quarts"},
	"than":         {"{numerator}/{denominator}", "de {numerator}/{denominator}", "de {numerator}/{denominator}"},
	"than.1/2":     {"half", "de la mitad", "de la moitié"},
	"than.1/3":     {"one third", "de un tercio", "d'un tiers"},
	"than.2/3":     {"two thirds", "de dos tercios", "des deux tiers"},
	"than.1/4":     {"one quarter", "de una cuarta parte", "d'un quart"},
	"than.3/4":     {"three quarters", "de tres cuartas partes", "des trois quarts"},

	"one in favour": {
		"At least one ballot in favour is always needed.",
		"Siempre hace falta al menos un voto a favor.",
		"Il faut toujours au moins une voix pour.",
	},
	"majority suffices": {
		"It passes too when more than half of all members on the roll are in favour, however many voted.",
		"También se aprueba si más de la mitad de todas las personas del censo votan a favor, sea cual sea la participación.",
		"Elle est aussi adoptée si plus de la moitié de tous les membres inscrits sont pour, quelle que soit la participation.",
	},
	"consent": {
		`One single ballot "block" defeats it; nobody can vote "no".`,
		"Un solo voto de bloqueo («block») la detiene; no se puede votar «no».",
		"Un seul vote de blocage («\u00a0block\u00a0») suffit à la rejeter\u00a0; on ne peut pas voter «\u00a0non\u00a0».",
	},
	"ballots.change": {
		"A ballot can be changed until voting ends; the last one counts.",
		"Se puede cambiar el voto hasta el cierre de la votación; cuenta el último.",
		"On peut changer son vote jusqu'à la clôture\u00a0; seul le dernier compte.",
	},
	"ballots.final": {
		"A ballot can't be changed. Voting ends early once the outcome is certain.",
		"El voto no se puede cambiar. La votación se cierra antes si el resultado ya es seguro.",
		"Un vote ne peut pas être changé. Le scrutin est clos avant l'heure dès que le résultat est certain.",
	},
	"seconders.one": {
		"It needs {count} member besides the proposer before it is discussed, within {period}.",
		"Antes de debatirla, debe apoyarla {count} persona socia además de quien la propone, en un plazo de {period}.",
		"Avant d'être débattue, elle doit être appuyée par {count} membre en plus de son auteur, dans un délai de {period}.",
	},
	"seconders.many": {
		"It needs {count} members besides the proposer before it is discussed, within {period}.",
		"Antes de debatirla, deben apoyarla {count} personas socias además de quien la propone, en un plazo de {period}.",
		"Avant d'être débattue, elle doit être appuyée par {count} membres en plus de son auteur, dans un délai de {period}.",
	},
	"discussion": {
		"It is discussed for {period} before voting opens.",
		"Se debate durante {period} antes de abrir la votación.",
		"Elle est débattue pendant {period} avant l'ouverture du vote.",
	},
	"voting": {
		"Voting is open for {period}. Whoever is a member when it opens can vote.",
		"La votación está abierta durante {period}. Puede votar quien esté en el censo cuando se abre.",
		"Le vote est ouvert pendant {period}. Peut voter quiconque est inscrit à l'ouverture.",
	},
	"timelock": {
		"Once passed it waits for {period} before it is carried out.",
		"Una vez aprobada, espera {period} antes de ejecutarse.",
		"Une fois adoptée, elle attend {period} avant d'être exécutée.",
	},
}
