package charters

// sentencesOfPlaces are about how one joins each class and how a membership ends.
var sentencesOfPlaces = map[string]Sentence{
	"class.admit.resolution": {
		`Only the members admit to the class "{class}", by a resolution.`,
		"Solo la membresía admite en la clase «{class}», mediante una resolución.",
		"Seuls les membres admettent dans la catégorie «\u00a0{class}\u00a0», par une résolution.",
	},
	"class.admit.officer": {
		`A member who holds the power "admit" can admit to the class "{class}"; so can the members, by a resolution.`,
		"Una persona socia que tenga el poder «admit» puede admitir en la clase «{class}»; también la membresía, mediante una resolución.",
		"Un membre qui détient le pouvoir «\u00a0admit\u00a0» peut admettre dans la catégorie «\u00a0{class}\u00a0»\u00a0; les membres le peuvent aussi, par une résolution.",
	},
	"class.admit.open": {
		`The class "{class}" is open: who applies is admitted unless members object.`,
		"La clase «{class}» es abierta: quien lo solicita entra, salvo que haya objeciones.",
		"La catégorie «\u00a0{class}\u00a0» est ouverte\u00a0: qui le demande est admis, sauf objections.",
	},
	"class.admit.sponsored": {
		`Who applies to the class "{class}" is admitted once {sponsors} it.`,
		"Quien solicita entrar en la clase «{class}» entra cuando {sponsors} la solicitud.",
		"Qui demande à entrer dans la catégorie «\u00a0{class}\u00a0» est admis dès que {sponsors} la demande.",
	},
	"class.sponsors.one": {
		"{count} voting member sponsors",
		"{count} persona socia con voto avala",
		"{count} membre votant parraine",
	},
	"class.sponsors.many": {
		"{count} voting members sponsor",
		"{count} personas socias con voto avalan",
		"{count} membres votants parrainent",
	},
	"class.objections": {
		`An application to the class "{class}" stands for {period}. If {objections}, only a resolution admits.`,
		"Una solicitud para la clase «{class}» queda expuesta durante {period}. Si {objections}, solo admite una resolución.",
		"Une demande pour la catégorie «\u00a0{class}\u00a0» reste affichée pendant {period}. Si {objections}, seule une résolution admet.",
	},
	"class.objectors.one": {
		"{count} voting member objects",
		"{count} persona socia con voto objeta",
		"{count} membre votant s'y oppose",
	},
	"class.objectors.many": {
		"{count} voting members object",
		"{count} personas socias con voto objetan",
		"{count} membres votants s'y opposent",
	},
	"class.max": {
		`The class "{class}" may have {members}.`,
		"La clase «{class}» puede tener {members}.",
		"La catégorie «\u00a0{class}\u00a0» peut compter {members}.",
	},
	"class.day": {
		`Without a resolution the class "{class}" admits at most {members} a day.`,
		"Sin resolución, la clase «{class}» admite como máximo {members} al día.",
		"Sans résolution, la catégorie «\u00a0{class}\u00a0» admet au plus {members} par jour.",
	},
	"class.members.one": {
		"{count} member",
		"{count} persona",
		"{count} membre",
	},
	"class.members.many": {
		"{count} members",
		"{count} personas",
		"{count} membres",
	},
	"class.trial": {
		`The class "{class}" is for a trial of {period}; then the member moves to the class "{next}" by itself.`,
		"La clase «{class}» es de prueba durante {period}; después se pasa por sí solo a la clase «{next}».",
		"La catégorie «\u00a0{class}\u00a0» est un essai de {period}\u00a0; ensuite le membre passe de lui-même dans la catégorie «\u00a0{next}\u00a0».",
	},
	"class.trial.lapses": {
		`The class "{class}" is for a trial of {period}; then the membership lapses unless the members have moved the member to another class, such as "{next}".`,
		"La clase «{class}» es de prueba durante {period}; después se pierde la condición de socio, salvo que la membresía haya decidido el paso a otra clase, como «{next}».",
		"La catégorie «\u00a0{class}\u00a0» est un essai de {period}\u00a0; ensuite l'adhésion s'éteint, sauf si les membres ont décidé le passage dans une autre catégorie, comme «\u00a0{next}\u00a0».",
	},
	"terms.leaving": {
		"Who leaves gives notice of {period} and may withdraw it until then.",
		"Quien se va avisa con {period} de antelación y puede retirar el aviso hasta entonces.",
		"Qui part donne un préavis de {period} et peut le retirer jusque-là.",
	},
	"terms.rejoin": {
		"Who has left joins again without a resolution after {period} at the earliest.",
		"Quien se ha ido puede volver sin resolución como pronto a los {period}.",
		"Qui est parti revient sans résolution au plus tôt après {period}.",
	},
	"terms.rejoin.expelled": {
		"Who was expelled or has lapsed joins again without a resolution after {period} at the earliest.",
		"Quien fue expulsado o perdió la condición de socio puede volver sin resolución como pronto a los {period}.",
		"Qui a été exclu ou dont l'adhésion s'est éteinte revient sans résolution au plus tôt après {period}.",
	},
	"terms.death": {
		"The record of a death takes effect after {period}, unless a key of the member objects.",
		"La anotación de un fallecimiento surte efecto a los {period}, salvo que se oponga una clave de esa persona.",
		"L'inscription d'un décès prend effet après {period}, sauf si une clé du membre s'y oppose.",
	},
	"terms.lapse": {
		"A membership lapses on these grounds: {grounds}. The member has {period} to pay or to object; if it objects, the members decide.",
		"La condición de socio se pierde por estos motivos: {grounds}. Hay {period} para pagar u oponerse; si hay oposición, decide la membresía.",
		"L'adhésion s'éteint pour ces motifs\u00a0: {grounds}. Le membre a {period} pour payer ou s'opposer\u00a0; s'il s'oppose, les membres décident.",
	},
}
