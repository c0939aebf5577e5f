package charters

// sentencesOfSubjects say what decisions are about. In English they are the
// ledger's own words for its subjects.
var sentencesOfSubjects = map[string]Sentence{
	"requirement": {"{subject}: {rule}", "{subject}: {rule}", "{subject}\u00a0: {rule}"},
	"requirement.members": {
		`{subject}: {rule}; or the members themselves, by "{members}"`,
		"{subject}: {rule}; o las propias personas socias, según «{members}»",
		"{subject}\u00a0: {rule}\u00a0; ou les membres eux-mêmes, selon «\u00a0{members}\u00a0»",
	},
	"requirement.default": {
		"Everything else: {rule}",
		"Todo lo demás: {rule}",
		"Tout le reste\u00a0: {rule}",
	},

	"subject.accounts": {
		"the accounts of a period, by which its surplus is shared",
		"las cuentas de un período, según las que se reparte su excedente",
		"les comptes d'une période, selon lesquels son excédent est réparti",
	},
	"subject.admission": {"who becomes a member", "quién entra en la cooperativa", "qui devient membre"},
	"subject.appeals": {
		"appeals of members against decisions on charges",
		"los recursos contra decisiones sobre acusaciones",
		"les appels contre des décisions sur des mises en cause",
	},
	"subject.discipline": {
		"charges against members, and what comes of them",
		"las acusaciones contra personas socias y lo que resulta de ellas",
		"les mises en cause de membres et leurs suites",
	},
	"subject.documents": {
		"which documents the co-op publishes",
		"qué documentos publica la cooperativa",
		"quels documents la coopérative publie",
	},
	"subject.chain": {
		"the ledger's own limits and software",
		"los límites y el programa del propio registro",
		"les limites et le logiciel du registre lui-même",
	},
	"subject.charter": {"the charter itself", "la propia carta", "la charte elle-même"},
	"subject.federation": {
		"what the co-op does as a member of another: apply, propose, second, vote, withdraw, leave",
		"lo que la cooperativa hace como socia de otra: solicitar la entrada, proponer, apoyar, votar, retirar, marcharse",
		"ce que la coopérative fait comme membre d'une autre\u00a0: demander à entrer, proposer, appuyer, voter, retirer, partir",
	},
	"subject.meetings": {
		"general meetings: convene, cancel, adjourn, close, minutes",
		"las asambleas generales: convocar, desconvocar, aplazar, clausurar, actas",
		"les assemblées générales\u00a0: convoquer, annuler, reporter, clore, procès-verbaux",
	},
	"subject.payments": {"payments from the co-op's account", "los pagos desde la cuenta de la cooperativa", "les paiements depuis le compte de la coopérative"},
	"subject.powers": {
		"which members are officers, and for how long",
		"quiénes tienen cargos y por cuánto tiempo",
		"qui a un mandat, et pour combien de temps",
	},
	"subject.recovery": {
		"a new key for a member that lost its own",
		"una clave nueva para quien perdió la suya",
		"une nouvelle clé pour un membre qui a perdu la sienne",
	},
	"subject.recovery-in-person": {
		"a new key for a member in spite of a veto, after it was seen in person",
		"una clave nueva a pesar de una oposición, tras comprobar la identidad en persona",
		"une nouvelle clé malgré une opposition, après constat d'identité en personne",
	},
	"subject.rescission": {
		"taking back what has passed and is not yet carried out",
		"revocar lo que se ha aprobado y aún no se ha ejecutado",
		"revenir sur ce qui est adopté et pas encore exécuté",
	},
	"subject.seat": {
		"who operates the co-op's validator",
		"quién opera el validador de la cooperativa",
		"qui fait fonctionner le validateur de la coopérative",
	},
	"subject.seats": {
		"which member co-ops run the ledger's validators",
		"qué cooperativas socias operan los validadores del registro",
		"quelles coopératives membres font fonctionner les validateurs du registre",
	},
}
