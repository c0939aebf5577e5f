package charters

// sentencesOfMeetings say how general meetings are called and held.
var sentencesOfMeetings = map[string]Sentence{
	"heading.meetings": {"General meetings", "Asambleas generales", "Assemblées générales"},
	"meeting.zone": {
		"Days and hours are those of the time zone {zone}.",
		"Los días y las horas son los de la zona horaria {zone}.",
		"Les jours et les heures sont ceux du fuseau horaire {zone}.",
	},
	"meeting.notice": {
		"Between the day of the notice and that of the meeting lie at least {days}, neither of the two counted.",
		"Entre el día de la convocatoria y el de la asamblea hay al menos {days}, sin contar ninguno de los dos.",
		"Entre le jour de la convocation et celui de l'assemblée, il y a au moins {days}, aucun des deux n'étant compté.",
	},
	"meeting.record notice": {
		"Whoever is a member when notice is given can vote.",
		"Pueden votar quienes forman parte de la cooperativa cuando se convoca.",
		"Peuvent voter les personnes qui sont membres au moment de la convocation.",
	},
	"meeting.record opening": {
		"Whoever is a member when the meeting opens can vote.",
		"Pueden votar quienes forman parte de la cooperativa cuando se abre la asamblea.",
		"Peuvent voter les personnes qui sont membres à l'ouverture de l'assemblée.",
	},
	"meeting.agenda": {
		"The agenda is complete {days} before the meeting.",
		"El orden del día queda cerrado {days} antes de la asamblea.",
		"L'ordre du jour est complet {days} avant l'assemblée.",
	},
	"meeting.requisition": {
		"At least {share} of the members on the roll convene a meeting by asking for it within {period}; nobody can refuse.",
		"Al menos {share} de quienes figuran en el censo convocan una asamblea si la piden en un plazo de {period}; nadie puede negarse.",
		"Au moins {share} des membres inscrits convoquent une assemblée en la demandant dans un délai de {period}\u00a0; personne ne peut refuser.",
	},
	"meeting.first": {
		"At first call, {period} after the start, it opens if at least {share} of the members on the roll are present.",
		"En primera convocatoria, {period} después del comienzo, se abre si está presente al menos {share} del censo.",
		"À la première convocation, {period} après le début, elle s'ouvre si au moins {share} des membres inscrits sont présents.",
	},
	"meeting.first any": {
		"At first call, {period} after the start, it opens with however many are present.",
		"En primera convocatoria, {period} después del comienzo, se abre con quienes estén presentes.",
		"À la première convocation, {period} après le début, elle s'ouvre avec celles et ceux qui sont présents.",
	},
	"meeting.second any": {
		"At second call, {period} after the first, however many are present are enough.",
		"En segunda convocatoria, {period} después de la primera, basta con quienes estén presentes.",
		"À la seconde convocation, {period} après la première, celles et ceux qui sont présents suffisent.",
	},
	"meeting.adjourned any": {
		"Without its quorum it is held again after {days} at the same time of day, with however many are present.",
		"Sin cuórum se celebra de nuevo a los {days} a la misma hora, con quienes estén presentes.",
		"Sans quorum, elle se tient de nouveau après {days} à la même heure, avec celles et ceux qui sont présents.",
	},
	"meeting.second": {
		"At second call, {period} after the first, at least {share} of them are enough.",
		"En segunda convocatoria, {period} después de la primera, basta con al menos {share} del censo.",
		"À la seconde convocation, {period} après la première, au moins {share} d'entre eux suffisent.",
	},
	"meeting.adjourned": {
		"Without its quorum it is held again after {days} at the same time of day, with at least {share} of them present.",
		"Sin cuórum se celebra de nuevo a los {days} a la misma hora, con la presencia de al menos {share} del censo.",
		"Sans quorum, elle se tient de nouveau après {days} à la même heure, si au moins {share} d'entre eux sont présents.",
	},
	"meeting.lapses": {
		"Without its quorum it lapses, and its agenda can be put to another meeting.",
		"Sin cuórum no se celebra, y su orden del día puede llevarse a otra asamblea.",
		"Sans quorum, elle n'a pas lieu, et son ordre du jour peut être porté à une autre assemblée.",
	},
	"meeting.length": {
		"Once open it lasts at least {least} and at most {most}.",
		"Una vez abierta dura al menos {least} y como mucho {most}.",
		"Une fois ouverte, elle dure au moins {least} et au plus {most}.",
	},
	"meeting.votes close": {
		"The votes on its agenda close with it.",
		"Las votaciones de su orden del día se cierran con ella.",
		"Les votes de son ordre du jour se terminent avec elle.",
	},
	"meeting.votes own": {
		"The votes on its agenda open with it and last as long as their own rules say.",
		"Las votaciones de su orden del día se abren con ella y duran lo que digan sus propias reglas.",
		"Les votes de son ordre du jour s'ouvrent avec elle et durent ce que disent leurs propres règles.",
	},
	"meeting.attested": {
		"Two scrutineers together may enter ballots cast by hand or on paper, of at most {share} of the members on the roll; a member's own ballot replaces such a one.",
		"Dos escrutadores juntos pueden registrar votos emitidos a mano alzada o en papel, de como mucho {share} del censo; el voto propio sustituye al así registrado.",
		"Deux scrutateurs ensemble peuvent enregistrer des votes à main levée ou sur papier, d'au plus {share} des membres inscrits\u00a0; le vote émis par le membre lui-même remplace celui-là.",
	},
	"meeting.annual": {
		"The annual meeting is due each year by {date} (month and day). If nobody convenes it by then, at least {share} of the members on the roll can.",
		"La asamblea anual debe convocarse cada año antes del {date} (mes y día). Si nadie la convoca, puede hacerlo al menos {share} del censo.",
		"L'assemblée annuelle est due chaque année au plus tard le {date} (mois et jour). Si personne ne la convoque, au moins {share} des membres inscrits le peuvent.",
	},
}
