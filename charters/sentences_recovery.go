package charters

// sentencesOfRecovery are about keys that are lost or stolen.
var sentencesOfRecovery = map[string]Sentence{
	"heading.recovery": {
		"When a key is lost or stolen",
		"Cuando se pierde o se roba una clave",
		"Quand une clé est perdue ou volée",
	},
	"recovery.guardians": {
		"A member can choose guardians among the other members. Enough of them together give it a new key, unless one of its keys objects within {period}. A change of guardians waits as long.",
		"Cada persona socia puede elegir guardianes entre las demás. Si bastantes de ellas se ponen de acuerdo, recibe una clave nueva, salvo que una de sus claves se oponga en un plazo de {period}. Un cambio de guardianes espera lo mismo.",
		"Chaque membre peut choisir des gardiens parmi les autres. S'ils sont assez nombreux à le vouloir, il reçoit une nouvelle clé, sauf si une de ses clés s'y oppose dans un délai de {period}. Un changement de gardiens attend aussi longtemps.",
	},
	"recovery.guardians.no": {"Members have no guardians.", "Nadie tiene guardianes.", "Les membres n'ont pas de gardiens."},
	"recovery.resolution": {
		"The members can resolve to give a member a new key, unless one of its keys objects within {period}.",
		"Una resolución puede dar una clave nueva a una persona socia, salvo que una de sus claves se oponga en un plazo de {period}.",
		"Une résolution peut donner une nouvelle clé à un membre, sauf si une de ses clés s'y oppose dans un délai de {period}.",
	},
	"recovery.resolution.no": {
		"No resolution gives a member a new key without an objection first.",
		"Ninguna resolución da una clave nueva si antes no hubo una oposición.",
		"Aucune résolution ne donne de nouvelle clé sans qu'il y ait eu d'abord une opposition.",
	},
	"recovery.person": {
		"After an objection the members can resolve a recovery in person, once somebody has seen who the member is. It waits for {period}; a further objection is shown and does not end it.",
		"Tras una oposición, puede acordarse una recuperación en persona, una vez comprobado quién es la persona socia. Espera {period}; otra oposición se muestra y no la detiene.",
		"Après une opposition, les membres peuvent décider une récupération en personne, une fois l'identité du membre constatée. Elle attend {period}, et une autre opposition est montrée mais ne l'arrête pas.",
	},
	"recovery.person.no": {
		"There is no recovery in person.", "No hay recuperación en persona.", "Il n'y a pas de récupération en personne.",
	},
	"recovery.removal": {
		"A key that another key of the member wants to remove can object within {period}.",
		"Una clave que otra clave de la misma persona quiere quitar puede oponerse en un plazo de {period}.",
		"Une clé qu'une autre clé du membre veut retirer peut s'y opposer dans un délai de {period}.",
	},
	"recovery.removal.no": {
		"One key of a member removes another at once.",
		"Una clave quita a otra de la misma persona de inmediato.",
		"Une clé d'un membre en retire une autre aussitôt.",
	},
	"recovery.freeze": {
		"The member, one of its guardians or an officer with the power to freeze can freeze its money for {period}. Votes go on, and it ends by itself.",
		"La propia persona, un guardián o quien tenga el cargo de congelar puede congelar su dinero durante {period}. Los votos siguen, y termina sin más.",
		"Le membre, un de ses gardiens ou un responsable qui a le pouvoir de geler peut geler son argent pendant {period}. Les votes continuent, et le gel prend fin tout seul.",
	},
	"recovery.freeze.no": {"Nobody can freeze a member's money.", "Nadie puede congelar el dinero de otra persona.", "Personne ne peut geler l'argent d'un membre."},
	"recovery.limit": {
		"Recoveries by resolution under way at a time, at most: {count}.",
		"Recuperaciones por resolución en curso a la vez, como máximo: {count}.",
		"Récupérations par résolution en cours à la fois, au plus\u00a0: {count}.",
	},
}
