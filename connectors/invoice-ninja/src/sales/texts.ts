import type { Texts } from '#connector-kit'

/** Texts of products, documents and payments, by code. */
export const salesTexts: Texts = {
  'invoice-ninja.tax-unknown': {
    message: {
      en: 'Invoice Ninja has no tax “{tax}”; it has {choices}.',
      de: 'Invoice Ninja kennt die Steuer „{tax}“ nicht; es gibt {choices}.',
    },
    fix: {
      en: 'Set the tax up in Invoice Ninja (Settings › Tax Settings › Tax Rates), or correct it where it comes from.',
      de: 'Die Steuer in Invoice Ninja einrichten (Einstellungen › Steuereinstellungen › Steuersätze) oder dort berichtigen, wo sie herkommt.',
    },
  },
  'invoice-ninja.tax-several': {
    message: {
      en: 'A line or product of Invoice Ninja has several taxes at once, for which other systems have no place.',
      de: 'Eine Position oder ein Artikel in Invoice Ninja hat mehrere Steuern zugleich, für die andere Systeme keinen Platz haben.',
    },
    fix: {
      en: 'Leave one tax on it in Invoice Ninja.',
      de: 'In Invoice Ninja nur eine Steuer daran lassen.',
    },
  },
  'invoice-ninja.means-unknown': {
    message: {
      en: 'Invoice Ninja has no payment type for the code “{code}”; it has {choices}.',
      de: 'Invoice Ninja hat keine Zahlungsart für den Code „{code}“; es gibt {choices}.',
    },
    fix: {
      en: 'Correct the means of payment where it comes from, or leave this line out of the mapping.',
      de: 'Die Zahlungsart dort berichtigen, wo sie herkommt, oder diese Zeile aus der Zuordnung nehmen.',
    },
  },
  'invoice-ninja.locked': {
    message: {
      en: 'Invoice Ninja has locked the document.',
      de: 'Invoice Ninja hat das Dokument gesperrt.',
    },
    fix: {
      en: 'Take the change back where it comes from, or correct the document by a credit. The lock is set under Settings › Workflow Settings › Lock Invoices.',
      de: 'Die Änderung dort zurücknehmen, wo sie herkommt, oder das Dokument durch eine Gutschrift berichtigen. Die Sperre steht unter Einstellungen › Workflow-Einstellungen › Rechnungen sperren.',
    },
  },
  'invoice-ninja.issued': {
    message: {
      en: 'The document is issued; its lines and date do not change any more.',
      de: 'Das Dokument ist ausgestellt; Positionen und Datum ändern sich nicht mehr.',
    },
    fix: {
      en: 'Take the change back where it comes from, or correct the document by a credit note.',
      de: 'Die Änderung dort zurücknehmen, wo sie herkommt, oder das Dokument durch eine Gutschrift berichtigen.',
    },
  },
  'invoice-ninja.no-such-step': {
    message: {
      en: 'Invoice Ninja cannot bring the document from “{from}” to “{to}”.',
      de: 'Invoice Ninja kann das Dokument nicht von „{from}“ nach „{to}“ bringen.',
    },
    fix: {
      en: 'Bring both systems to the same status by hand, or take the change back where it comes from.',
      de: 'Beide Systeme von Hand auf denselben Stand bringen oder die Änderung dort zurücknehmen, wo sie herkommt.',
    },
  },
  'invoice-ninja.action-ignored': {
    message: {
      en: 'Invoice Ninja passed over the step from “{from}” to “{to}” without giving a reason.',
      de: 'Invoice Ninja hat den Schritt von „{from}“ nach „{to}“ ohne Angabe von Gründen übergangen.',
    },
    fix: {
      en: 'Do the step in Invoice Ninja itself, which says why it is not possible. A paid invoice cannot be cancelled: refund its payment first, or make a credit.',
      de: 'Den Schritt in Invoice Ninja selbst ausführen, das den Grund nennt. Eine bezahlte Rechnung lässt sich nicht stornieren: erst die Zahlung erstatten oder eine Gutschrift anlegen.',
    },
  },
  'invoice-ninja.no-line': {
    message: {
      en: 'The line does not exist in Invoice Ninja any more.',
      de: 'Die Position gibt es in Invoice Ninja nicht mehr.',
    },
    fix: {
      en: 'Nothing to do: the next run reads the document again and decides anew.',
      de: 'Nichts zu tun: Der nächste Durchlauf liest das Dokument neu und entscheidet erneut.',
    },
  },
  'invoice-ninja.no-product': {
    message: {
      en: 'The product of a line does not exist in Invoice Ninja any more, or it has no key there.',
      de: 'Den Artikel einer Position gibt es in Invoice Ninja nicht mehr, oder er hat dort keinen Schlüssel.',
    },
    fix: {
      en: 'Restore the product in Invoice Ninja, or give it a key.',
      de: 'Den Artikel in Invoice Ninja wiederherstellen oder ihm einen Schlüssel geben.',
    },
  },
  'invoice-ninja.no-client': {
    message: {
      en: 'The client of the document does not exist in Invoice Ninja any more.',
      de: 'Den Kunden des Dokuments gibt es in Invoice Ninja nicht mehr.',
    },
    fix: {
      en: 'Restore the client in Invoice Ninja, or choose another one where the document comes from.',
      de: 'Den Kunden in Invoice Ninja wiederherstellen oder dort einen anderen wählen, wo das Dokument herkommt.',
    },
  },
  'invoice-ninja.client-currency': {
    message: {
      en: 'The document is in {wanted}, but everything of this client is in {currency} in Invoice Ninja.',
      de: 'Das Dokument lautet auf {wanted}, in Invoice Ninja aber lautet alles bei diesem Kunden auf {currency}.',
    },
    fix: {
      en: 'Change the client’s currency in Invoice Ninja if it has no documents yet, or keep a client of its own for each currency.',
      de: 'Die Währung des Kunden in Invoice Ninja ändern, wenn er noch keine Dokumente hat, oder für jede Währung einen eigenen Kunden führen.',
    },
  },
  'invoice-ninja.document-style': {
    message: {
      en: 'The prices of the document include tax, or a discount stands on the whole of it; its lines cannot be changed from outside.',
      de: 'Die Preise des Dokuments enthalten Steuer, oder ein Rabatt steht auf dem ganzen Dokument; seine Positionen lassen sich von außen nicht ändern.',
    },
    fix: {
      en: 'Make the change in Invoice Ninja, or enter net prices and discounts by line in percent there.',
      de: 'Die Änderung in Invoice Ninja vornehmen oder dort Nettopreise und Rabatte je Position in Prozent eintragen.',
    },
  },
  'invoice-ninja.not-draft': {
    message: {
      en: 'Invoice Ninja would delete an issued document with its payments; Einmal does not.',
      de: 'Invoice Ninja würde ein ausgestelltes Dokument mit seinen Zahlungen löschen; Einmal tut das nicht.',
    },
    fix: {
      en: 'Cancel the document, or correct it by a credit note.',
      de: 'Das Dokument stornieren oder durch eine Gutschrift berichtigen.',
    },
  },
  'invoice-ninja.allocation-fixed': {
    message: {
      en: 'What a payment was used for does not change any more in Invoice Ninja.',
      de: 'Wofür eine Zahlung verwendet wurde, ändert sich in Invoice Ninja nicht mehr.',
    },
    fix: {
      en: 'Refund the payment and enter it again.',
      de: 'Die Zahlung erstatten und neu eintragen.',
    },
  },
  'invoice-ninja.repeated-payment': {
    message: {
      en: 'Invoice Ninja takes a second payment of the same amount from the same client within a second for a mistake.',
      de: 'Invoice Ninja hält eine zweite Zahlung desselben Kunden über denselben Betrag innerhalb einer Sekunde für ein Versehen.',
    },
    fix: {
      en: 'Einmal waits and tries again by itself.',
      de: 'Einmal wartet und versucht es von selbst erneut.',
    },
  },
  'invoice-ninja.update-products': {
    message: {
      en: 'Invoice Ninja changes products from the lines of saved invoices and quotes, without a word.',
      de: 'Invoice Ninja ändert Artikel stillschweigend anhand der Positionen gespeicherter Rechnungen und Angebote.',
    },
    fix: {
      en: 'Switch it off before products or documents are synchronised: Settings › Product Settings › Auto-update Products.',
      de: 'Vor dem Abgleich von Artikeln oder Dokumenten ausschalten: Einstellungen › Produkteinstellungen › Produkte automatisch aktualisieren.',
    },
  },
  'invoice-ninja.time-zone': {
    message: {
      en: 'The company’s time zone is that of a fresh installation (Midway, UTC−11): dates that nobody enters are a day behind.',
      de: 'Die Zeitzone der Firma ist die einer frischen Installation (Midway, UTC−11): Daten, die niemand einträgt, liegen einen Tag zurück.',
    },
    fix: {
      en: 'Set the time zone in Invoice Ninja: Settings › Localization.',
      de: 'Die Zeitzone in Invoice Ninja einstellen: Einstellungen › Lokalisierung.',
    },
  },
}
