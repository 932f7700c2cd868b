/** Error texts that Odoo translates, by the user's language: whoever matches on them in one language fails in the other. */
const TEXTS = {
  nameRequired: {
    en: 'The operation cannot be completed: Contacts require a name',
    de: 'Der Vorgang kann nicht abgeschlossen werden: Kontakte benötigen einen Namen',
  },
  foreignKey: {
    en: "The operation cannot be completed: Another model is using the record you are trying to delete.\n\nThe troublemaker is: '{model}' ({name})\nThanks to the following constraint: {constraint}\nHow about archiving the record instead?",
    de: "Der Vorgang kann nicht abgeschlossen werden: Ein anderes Modell verwendet den Datensatz, den Sie löschen möchten.\n\nDer Übeltäter ist: '{model}' ({name})\nDank der folgenden Einschränkung: {constraint}\nWie wäre es, den Datensatz stattdessen zu archivieren?",
  },
  recursion: {
    en: 'You cannot create recursive Partner hierarchies.',
    de: 'Sie können keine rekursiven Partnerhierarchien erstellen.',
  },
  missing: {
    en: 'Record does not exist or has been deleted.\n(Record: {model}({id},), User: {uid})',
    de: 'Der Datensatz existiert nicht oder wurde gelöscht.\n(Datensatz: {model}({id},), Benutzer: {uid})',
  },
  companies: {
    en: 'Access to unauthorized or invalid companies.',
    de: 'Zugriff auf nicht autorisierte oder ungültige Unternehmen.',
  },
  privateMethod: {
    en: "Private methods (such as '{name}') cannot be called remotely.",
    de: "Private Methoden (wie '{name}') können nicht aus der Ferne aufgerufen werden.",
  },
  noAccess: {
    en: "You are not allowed to {operation} '{label}' ({model}) records.\n\nContact your administrator to request access if necessary.",
    de: "Sie dürfen für '{label}' ({model}) Datensätze den Vorgang {operation} nicht ausführen.\n\nWenden Sie sich an Ihren Administrator, um gegebenenfalls Zugriff zu beantragen.",
  },
  otherCompany: {
    en: "Uh-oh! Looks like you have stumbled upon some top-secret records.\n\nSorry, {user} (id={uid}) doesn't have '{operation}' access to:\n- {label} ({model})\n\nThis seems to be a multi-company issue, you might be able to access the record by switching to the company: {company}.",
    de: "Oh-oh! Sieht so aus, als wären Sie auf streng geheime Datensätze gestoßen.\n\n{user} (id={uid}) hat leider keinen '{operation}'-Zugriff auf:\n- {label} ({model})\n\nDies scheint ein Problem mit mehreren Unternehmen zu sein; wechseln Sie gegebenenfalls zum Unternehmen: {company}.",
  },
  vat: {
    en: '\nThe VAT number [{vat}] for partner [{partner}] does not seem to be valid.  \nNote: the expected format is {format}',
    de: '\nDie USt-IdNr. [{vat}] für Partner [{partner}] scheint nicht gültig zu sein.  \nHinweis: das erwartete Format ist {format}',
  },
  archiveUser: {
    en: 'You cannot archive contacts linked to an active user.\nAsk an administrator to archive their associated user first.\n\nLinked active users :\n{names}',
    de: 'Sie können keine Kontakte archivieren, die mit einem aktiven Benutzer verknüpft sind.\nBitten Sie einen Administrator, zuerst den Benutzer zu archivieren.\n\nVerknüpfte aktive Benutzer:\n{names}',
  },
  deleteUser: {
    en: 'You cannot delete contacts linked to an active user.\nAsk an administrator to archive their associated user first.\n\nLinked active users :\n{names}',
    de: 'Sie können keine Kontakte löschen, die mit einem aktiven Benutzer verknüpft sind.\nBitten Sie einen Administrator, zuerst den Benutzer zu archivieren.\n\nVerknüpfte aktive Benutzer:\n{names}',
  },
  barcode: {
    en: 'Barcode(s) already assigned:\n\n- Barcode "{barcode}" already assigned to product(s): {products}\n\nNote: products that you don\'t have access to will not be shown above.',
    de: 'Barcode(s) bereits zugewiesen:\n\n- Barcode "{barcode}" bereits zugewiesen an Produkt(e): {products}\n\nHinweis: Produkte, auf die Sie keinen Zugriff haben, werden oben nicht angezeigt.',
  },
  fieldRequired: {
    en: "The operation cannot be completed: Missing required value for the field {field}.\n\nModel: '{model}' ({name})",
    de: "Der Vorgang kann nicht abgeschlossen werden: Fehlender Pflichtwert für das Feld {field}.\n\nModell: '{model}' ({name})",
  },
  orderConfirm: {
    en: 'Some orders are not in a state requiring confirmation.',
    de: 'Einige Aufträge sind nicht in einem Status, der eine Bestätigung erfordert.',
  },
  orderConfirm17: {
    en: 'The following orders are not in a state requiring confirmation: {names}',
    de: 'Die folgenden Aufträge sind nicht in einem Status, der eine Bestätigung erfordert: {names}',
  },
  orderSent: {
    en: 'Only draft orders can be marked as sent directly.',
    de: 'Nur Aufträge im Entwurf können direkt als gesendet markiert werden.',
  },
  orderLocked: {
    en: 'You cannot cancel a locked order. Please unlock it first.',
    de: 'Ein gesperrter Auftrag kann nicht storniert werden. Bitte heben Sie zuerst die Sperre auf.',
  },
  orderDelete: {
    en: 'You can not delete a sent quotation or a confirmed sales order. You must first cancel it.',
    de: 'Gesendete Angebote und bestätigte Aufträge können nicht gelöscht werden. Sie müssen sie zuerst stornieren.',
  },
  orderLineDelete: {
    en: "Once a sales order is confirmed, you can't remove one of its lines (we need to track if something gets invoiced or delivered).\n                Set the quantity to 0 instead.",
    de: 'Sobald ein Auftrag bestätigt ist, können Sie keine Zeile mehr entfernen (wir müssen verfolgen, ob etwas abgerechnet oder geliefert wird).\n                Setzen Sie stattdessen die Menge auf 0.',
  },
  nothingToInvoice: {
    en: 'Cannot create an invoice. No items are available to invoice.',
    de: 'Es kann keine Rechnung erstellt werden. Es gibt nichts abzurechnen.',
  },
  mustBeDraft: {
    en: 'The entry {name} (id {id}) must be in draft.',
    de: 'Die Buchung {name} (ID {id}) muss im Entwurf sein.',
  },
  postEmpty: {
    en: "Even magicians can't post nothing!",
    de: 'Selbst Zauberer können nicht nichts buchen!',
  },
  postPartner: {
    en: "The field 'Customer' is required, please complete it to validate the Customer Invoice.",
    de: 'Das Feld „Kunde“ ist erforderlich; bitte füllen Sie es aus, um die Rechnung zu bestätigen.',
  },
  postDate: {
    en: 'The Bill/Refund date is required to validate this document.',
    de: 'Das Datum der Rechnung/Gutschrift ist erforderlich, um dieses Dokument zu bestätigen.',
  },
  cancelDraftOnly: {
    en: 'Only draft journal entries can be cancelled.',
    de: 'Nur Buchungen im Entwurf können storniert werden.',
  },
  deletePosted: {
    en: "You can't delete a posted journal item. Don’t play games with your accounting records; reset the journal entry to draft before deleting it.",
    de: 'Sie können keine gebuchte Buchung löschen. Setzen Sie sie zuerst auf Entwurf zurück.',
  },
  frozen: {
    en: 'You cannot modify the following readonly fields on a posted move: {fields}',
    de: 'Die folgenden schreibgeschützten Felder einer gebuchten Buchung können nicht geändert werden: {fields}',
  },
  alreadySettled: {
    en: 'You are trying to reconcile some entries that are already reconciled.',
    de: 'Sie versuchen, Buchungen abzustimmen, die bereits abgestimmt sind.',
  },
  negativePayment: {
    en: 'The payment amount cannot be negative.',
    de: 'Der Zahlungsbetrag kann nicht negativ sein.',
  },
  language: { en: 'Invalid language code: {code}', de: 'Ungültiger Sprachcode: {code}' },
  duplicateXmlid: {
    en: 'The operation cannot be completed: duplicate key value violates unique constraint "ir_model_data_module_name_uniq_index"\nDETAIL:  Key (module, name)=({module}, {name}) already exists.\n',
    de: 'Der Vorgang kann nicht abgeschlossen werden: duplicate key value violates unique constraint "ir_model_data_module_name_uniq_index"\nDETAIL:  Key (module, name)=({module}, {name}) already exists.\n',
  },
  noMatch: {
    en: "No matching record found for {kind} '{value}' in field '{field}'",
    de: "Kein passender Datensatz gefunden für {kind} '{value}' in Feld '{field}'",
  },
  externalId: { en: 'external id', de: 'externe ID' },
  databaseId: { en: 'database id', de: 'Datenbank-ID' },
  notInSelection: {
    en: "Value '{value}' not found in selection field '{field}'",
    de: "Wert '{value}' nicht im Auswahlfeld '{field}' gefunden",
  },
  notInteger: {
    en: "'{value}' does not seem to be an integer for field '{field}'",
    de: "'{value}' scheint keine Ganzzahl für das Feld '{field}' zu sein",
  },
  unknownDatabaseId: {
    en: "Unknown database identifier '{value}'",
    de: "Unbekannter Datenbankidentifikator '{value}'",
  },
  importError: {
    en: "Unknown error during import: <class '{type}'>: {message}",
    de: "Unbekannter Fehler beim Import: <class '{type}'>: {message}",
  },
  resolveFirst: { en: 'Resolve other errors first', de: 'Beheben Sie zuerst andere Fehler' },
  tooManyErrors: {
    en: 'Found more than 10 errors and more than one error per 10 records, interrupted to avoid showing too many errors.',
    de: 'Mehr als 10 Fehler und mehr als ein Fehler pro 10 Datensätze, abgebrochen, um nicht zu viele Fehler anzuzeigen.',
  },
} as const

export type TextKey = keyof typeof TEXTS

/** The text in the language of an Odoo language code; English for all but German. */
export function say(lang: string, key: TextKey, params: Record<string, string | number> = {}): string {
  const text = TEXTS[key][lang.startsWith('de') ? 'de' : 'en']
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole))
}
