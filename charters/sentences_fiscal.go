package charters

// sentencesOfFiscal are about the years and periods of the book.
var sentencesOfFiscal = map[string]Sentence{
	"fiscal.month": {
		"The fiscal year begins on {start} (month and day) and is divided into months; the first period begins on {first}.",
		"El ejercicio empieza el {start} (mes y día) y se divide en meses; el primer periodo empieza el {first}.",
		"L'exercice commence le {start} (mois et jour) et se divise en mois\u00a0; la première période commence le {first}.",
	},
	"fiscal.quarter": {
		"The fiscal year begins on {start} (month and day) and is divided into quarters; the first period begins on {first}.",
		"El ejercicio empieza el {start} (mes y día) y se divide en trimestres; el primer periodo empieza el {first}.",
		"L'exercice commence le {start} (mois et jour) et se divise en trimestres\u00a0; la première période commence le {first}.",
	},
	"fiscal.4-4-5": {
		"The fiscal year begins around {start} (month and day) and is of whole weeks: four, four and five in each quarter; the first period begins on {first}.",
		"El ejercicio empieza en torno al {start} (mes y día) y es de semanas enteras: cuatro, cuatro y cinco en cada trimestre; el primer periodo empieza el {first}.",
		"L'exercice commence autour du {start} (mois et jour) et compte des semaines entières\u00a0: quatre, quatre et cinq par trimestre\u00a0; la première période commence le {first}.",
	},
	"fiscal.4-5-4": {
		"The fiscal year begins around {start} (month and day) and is of whole weeks: four, five and four in each quarter; the first period begins on {first}.",
		"El ejercicio empieza en torno al {start} (mes y día) y es de semanas enteras: cuatro, cinco y cuatro en cada trimestre; el primer periodo empieza el {first}.",
		"L'exercice commence autour du {start} (mois et jour) et compte des semaines entières\u00a0: quatre, cinq et quatre par trimestre\u00a0; la première période commence le {first}.",
	},
	"fiscal.52/53": {
		"The fiscal year begins around {start} (month and day) and is of 52 or 53 whole weeks in four periods; the first period begins on {first}.",
		"El ejercicio empieza en torno al {start} (mes y día) y es de 52 o 53 semanas enteras en cuatro periodos; el primer periodo empieza el {first}.",
		"L'exercice commence autour du {start} (mois et jour) et compte 52 ou 53 semaines entières en quatre périodes\u00a0; la première période commence le {first}.",
	},
	"fiscal.weeks": {
		"Its weeks begin on {weekday}, and the year with the last one that begins on or before that day.",
		"Sus semanas empiezan el {weekday}, y el ejercicio con la última que empieza ese día o antes.",
		"Ses semaines commencent le {weekday}, et l'exercice avec la dernière qui commence ce jour-là ou avant.",
	},
	"fiscal.weeks nearest": {
		"Its weeks begin on {weekday}, and the year with the one that begins nearest to that day.",
		"Sus semanas empiezan el {weekday}, y el ejercicio con la que empieza más cerca de ese día.",
		"Ses semaines commencent le {weekday}, et l'exercice avec celle qui commence au plus près de ce jour.",
	},
	"fiscal.long": {
		"The first period is a long one: it ends with the one after.",
		"El primer periodo es largo: termina con el siguiente.",
		"La première période est longue\u00a0: elle se termine avec la suivante.",
	},
	"weekday.monday":    {"Monday", "lunes", "lundi"},
	"weekday.tuesday":   {"Tuesday", "martes", "mardi"},
	"weekday.wednesday": {"Wednesday", "miércoles", "mercredi"},
	"weekday.thursday":  {"Thursday", "jueves", "jeudi"},
	"weekday.friday":    {"Friday", "viernes", "vendredi"},
	"weekday.saturday":  {"Saturday", "sábado", "samedi"},
	"weekday.sunday":    {"Sunday", "domingo", "dimanche"},
}
