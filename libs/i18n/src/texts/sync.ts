import type { Catalogue } from '../translator.js'

/** Texts of the engine: what went wrong with a write, and what a person's wish cannot be done for. */
export const syncTexts: Catalogue = {
  'sync.internal': {
    message: {
      en: 'The hub could not go on with this connection.',
      de: 'Der Hub kam bei dieser Verbindung nicht weiter.',
    },
    fix: {
      en: 'It tries again by itself. If this stays, look into the hub’s log.',
      de: 'Er versucht es von selbst erneut. Bleibt es dabei, sehen Sie ins Protokoll des Hubs.',
    },
  },
  'record.not-found': {
    message: { en: 'There is no such record.', de: 'Diesen Datensatz gibt es nicht.' },
    fix: { en: 'Search for it by name or number.', de: 'Suchen Sie ihn über Name oder Nummer.' },
  },
  'record.no-such-link': {
    message: {
      en: 'The record is not linked with this connection, or not under this id.',
      de: 'Der Datensatz ist mit dieser Verbindung nicht verknüpft, oder nicht unter dieser Id.',
    },
    fix: { en: 'Look at the record’s links.', de: 'Sehen Sie sich die Verknüpfungen des Datensatzes an.' },
  },
  'record.only-link': {
    message: {
      en: 'There is nothing to split: the record would have no link left.',
      de: 'Es gibt nichts zu trennen: Der Datensatz hätte keine Verknüpfung mehr.',
    },
    fix: {
      en: 'Name the link that does not belong to it.',
      de: 'Nennen Sie die Verknüpfung, die nicht zu ihm gehört.',
    },
  },
  'record.cannot-merge': {
    message: {
      en: 'These two cannot be merged: they are one already, or of different kinds.',
      de: 'Diese beiden lassen sich nicht zusammenführen: Sie sind schon einer oder verschiedener Art.',
    },
    fix: { en: 'Choose two records of one kind.', de: 'Wählen Sie zwei Datensätze derselben Art.' },
  },
  'record.busy': {
    message: {
      en: 'A change of this record is just being written to a system.',
      de: 'Eine Änderung dieses Datensatzes wird gerade in ein System geschrieben.',
    },
    fix: {
      en: 'Try again in a moment, when it is known how that ended.',
      de: 'Versuchen Sie es gleich noch einmal, sobald feststeht, wie das ausging.',
    },
  },
  'record.world-changed': {
    message: {
      en: 'Meanwhile other changes would follow than those that were approved.',
      de: 'Inzwischen würden andere Änderungen folgen als die freigegebenen.',
    },
    fix: {
      en: 'Look at the new preview and approve that.',
      de: 'Sehen Sie sich die neue Vorschau an und geben Sie diese frei.',
    },
  },
  'sync.not-found': {
    message: {
      en: 'The system does not show the record {id} any more.',
      de: 'Das System zeigt den Datensatz {id} nicht mehr.',
    },
    fix: {
      en: 'Check there whether it was deleted, merged or hidden from the hub’s account, then retry.',
      de: 'Prüfen Sie dort, ob er gelöscht, zusammengeführt oder für das Konto des Hubs verborgen wurde, und wiederholen Sie.',
    },
  },
  'sync.cannot-remove': {
    message: {
      en: 'The hub cannot take the record {id} out of this system.',
      de: 'Der Hub kann den Datensatz {id} nicht aus diesem System nehmen.',
    },
    fix: {
      en: 'Delete or archive it there by hand, or set the sync’s rule for deletions to “ignore”.',
      de: 'Löschen oder archivieren Sie ihn dort von Hand, oder stellen Sie die Regel für Löschungen auf „ignore“.',
    },
  },
  'sync.keeps-changing': {
    message: {
      en: 'The record was changed in the system each time the hub was about to write it.',
      de: 'Der Datensatz wurde im System jedes Mal geändert, wenn der Hub ihn schreiben wollte.',
    },
    fix: {
      en: 'See whether another program edits it all the time, then retry.',
      de: 'Sehen Sie nach, ob ein anderes Programm ihn ständig ändert, und wiederholen Sie.',
    },
  },
  'sync.already-linked': {
    message: {
      en: 'The system answered with the record {id}, which already belongs to another record of the hub.',
      de: 'Das System antwortete mit dem Datensatz {id}, der schon zu einem anderen Datensatz des Hubs gehört.',
    },
    fix: {
      en: 'Compare the two records; they may be the same party typed in twice.',
      de: 'Vergleichen Sie beide Datensätze; vielleicht ist es derselbe Geschäftspartner, zweimal erfasst.',
    },
  },
  'sync.parent-unknown': {
    message: {
      en: 'It refers to the record {id}, which the hub does not know yet.',
      de: 'Er verweist auf den Datensatz {id}, den der Hub noch nicht kennt.',
    },
    fix: {
      en: 'The hub looks at that record; this ends by itself once it is known. If it stays, check whether the hub’s account may see it.',
      de: 'Der Hub sieht sich diesen Datensatz an; ist er bekannt, erledigt sich das von selbst. Bleibt es dabei, prüfen Sie, ob das Konto des Hubs ihn sehen darf.',
    },
  },
  'sync.parent-flow-not-live': {
    message: {
      en: 'It refers to a record of the sync “{flow}”, which is not live yet.',
      de: 'Er verweist auf einen Datensatz des Abgleichs „{flow}“, der noch nicht läuft.',
    },
    fix: {
      en: 'Put the sync “{flow}” live first, then repeat this one.',
      de: 'Nehmen Sie zuerst den Abgleich „{flow}“ in Betrieb und wiederholen Sie dann diesen.',
    },
  },
  'sync.parent-missing': {
    message: {
      en: 'It refers to a record that this system has not got, and the sync “{flow}” does not bring it there.',
      de: 'Er verweist auf einen Datensatz, den dieses System nicht hat und den der Abgleich „{flow}“ nicht dorthin bringt.',
    },
    fix: {
      en: 'Look at that record: it may lack something, be filtered out or have been deleted there. Then retry.',
      de: 'Sehen Sie sich diesen Datensatz an: Vielleicht fehlt ihm etwas, ein Filter hält ihn zurück, oder er wurde dort gelöscht. Wiederholen Sie dann.',
    },
  },
  'sync.totals-differ': {
    message: {
      en: '{field} would be {there} in this system, but is {here} (difference {difference}, first differing line {line}). The draft was removed.',
      de: '{field} wäre in diesem System {there}, ist aber {here} (Differenz {difference}, erste abweichende Position {line}). Der Entwurf wurde entfernt.',
    },
    fix: {
      en: 'Compare price, discount and tax of that line in both systems, or allow a rounding difference in the sync’s settings; then retry.',
      de: 'Vergleichen Sie Preis, Rabatt und Steuer dieser Position in beiden Systemen, oder erlauben Sie in den Einstellungen des Abgleichs eine Rundungsdifferenz; wiederholen Sie dann.',
    },
  },
  'sync.totals-differ-kept': {
    message: {
      en: '{field} would be {there} in this system, but is {here} (difference {difference}, first differing line {line}). The draft could not be removed; it was not issued.',
      de: '{field} wäre in diesem System {there}, ist aber {here} (Differenz {difference}, erste abweichende Position {line}). Der Entwurf ließ sich nicht entfernen; ausgestellt wurde er nicht.',
    },
    fix: {
      en: 'Compare price, discount and tax of that line in both systems, or allow a rounding difference in the sync’s settings; remove the draft there and retry.',
      de: 'Vergleichen Sie Preis, Rabatt und Steuer dieser Position in beiden Systemen, oder erlauben Sie in den Einstellungen des Abgleichs eine Rundungsdifferenz; entfernen Sie den Entwurf dort, und wiederholen Sie.',
    },
  },
  'sync.outcome-unknown': {
    message: {
      en: 'The answer to a create was lost, and this system cannot tell whether it happened.',
      de: 'Die Antwort auf eine Anlage ging verloren, und dieses System kann nicht sagen, ob sie geschah.',
    },
    fix: {
      en: 'Look there for the record; create it by retrying only if it is missing.',
      de: 'Suchen Sie den Datensatz dort; legen Sie ihn nur durch Wiederholen an, wenn er fehlt.',
    },
  },
  'sync.needs-markers': {
    message: {
      en: 'The hub may not store its marker in this system, so it creates nothing there.',
      de: 'Der Hub darf in diesem System seine Kennung nicht speichern und legt dort deshalb nichts an.',
    },
    fix: {
      en: 'Check the connection; give the account the right that the check names, or accept natural keys, then retry.',
      de: 'Prüfen Sie die Verbindung; geben Sie dem Konto das genannte Recht oder lassen Sie natürliche Schlüssel zu, dann wiederholen Sie.',
    },
  },
  'failure.which': {
    message: {
      en: 'Nothing says which failures are meant.',
      de: 'Es ist nicht gesagt, welche Fehler gemeint sind.',
    },
    fix: {
      en: 'Name a cause, a connection or one write.',
      de: 'Nennen Sie eine Ursache, eine Verbindung oder einen Schreibvorgang.',
    },
  },
  'failure.not-editable': {
    message: {
      en: 'This item could not even be read, so there is no record to correct.',
      de: 'Dieser Eintrag war nicht einmal lesbar; es gibt keinen Datensatz, der sich berichtigen ließe.',
    },
    fix: {
      en: 'Correct it in its system, or change the mapping, then retry.',
      de: 'Berichtigen Sie ihn in seinem System oder ändern Sie die Zuordnung, dann wiederholen Sie.',
    },
  },
  'record.unknown-field': {
    message: { en: 'The record has no field “{field}”.', de: 'Der Datensatz hat kein Feld „{field}“.' },
    fix: {
      en: 'Name a field as the record shows it, e.g. address.city or contacts/<id>/email.',
      de: 'Nennen Sie ein Feld, wie der Datensatz es zeigt, z. B. address.city oder contacts/<id>/email.',
    },
  },
  'record.wrong-value': {
    message: { en: '“{field}” does not take this value.', de: '„{field}“ nimmt diesen Wert nicht an.' },
    fix: { en: 'It takes: {type}.', de: 'Möglich ist: {type}.' },
  },
  'record.in-question': {
    message: {
      en: '“{field}” waits for an answer, so it cannot be edited.',
      de: '„{field}“ wartet auf eine Antwort und lässt sich deshalb nicht ändern.',
    },
    fix: { en: 'Answer that question instead.', de: 'Beantworten Sie stattdessen diese Frage.' },
  },
  'connection.unknown-connector': {
    message: { en: 'There is no connector “{connector}”.', de: 'Es gibt keinen Konnektor „{connector}“.' },
    fix: { en: 'Choose one of the listed connectors.', de: 'Wählen Sie einen der aufgeführten Konnektoren.' },
  },
  'flow.not-live': {
    message: { en: 'This sync is not live.', de: 'Dieser Abgleich ist nicht aktiv.' },
    fix: {
      en: 'Make a preview, approve and apply it; or resume the sync if it is paused.',
      de: 'Erstellen Sie eine Vorschau, geben Sie sie frei und wenden Sie sie an; oder setzen Sie den pausierten Abgleich fort.',
    },
  },
  'flow.nothing-to-read': {
    message: {
      en: 'No connection of this sync is read.',
      de: 'Aus keiner Verbindung dieses Abgleichs wird gelesen.',
    },
    fix: {
      en: 'Name a connection that takes part in the sync.',
      de: 'Nennen Sie eine Verbindung, die am Abgleich teilnimmt.',
    },
  },
  'flow.no-participants': {
    message: { en: 'This sync has no connections yet.', de: 'Dieser Abgleich hat noch keine Verbindungen.' },
    fix: { en: 'Add at least two connections.', de: 'Fügen Sie mindestens zwei Verbindungen hinzu.' },
  },
  'plan.open': {
    message: {
      en: 'Another preview of this sync is still open ({plan}).',
      de: 'Eine andere Vorschau dieses Abgleichs ist noch offen ({plan}).',
    },
    fix: {
      en: 'Apply or discard it first.',
      de: 'Wenden Sie sie zuerst an oder verwerfen Sie sie.',
    },
  },
  'plan.wrong-state': {
    message: {
      en: 'The preview is “{state}”; this needs it to be “{needed}”.',
      de: 'Die Vorschau ist „{state}“; dafür muss sie „{needed}“ sein.',
    },
    fix: { en: 'Look at the preview’s state first.', de: 'Sehen Sie zuerst nach dem Stand der Vorschau.' },
  },
  'undo.nothing': {
    message: {
      en: 'It changed nothing in any system that could be taken back.',
      de: 'Es hat in keinem System etwas geändert, das sich zurücknehmen ließe.',
    },
    fix: {
      en: 'Choose a run that wrote something.',
      de: 'Wählen Sie einen Durchlauf, der etwas geschrieben hat.',
    },
  },
  'undo.preview': {
    message: {
      en: 'The sync is in preview; what it did is taken back only while it is live or paused.',
      de: 'Der Abgleich ist in der Vorschau; zurückgenommen wird nur, solange er läuft oder pausiert ist.',
    },
    fix: {
      en: 'Apply its open preview first, or pause the sync.',
      de: 'Wenden Sie zuerst seine offene Vorschau an, oder pausieren Sie den Abgleich.',
    },
  },
  'undo.kept.edited': {
    message: {
      en: 'Stays as it is: somebody edited it since. {fields}',
      de: 'Bleibt, wie es ist: Jemand hat es seither bearbeitet. {fields}',
    },
    fix: {
      en: 'Set the former value by hand if it is still right.',
      de: 'Setzen Sie den früheren Wert von Hand, wenn er noch stimmt.',
    },
  },
  'undo.kept.deleted': {
    message: {
      en: 'Was deleted; that cannot be taken back.',
      de: 'Wurde gelöscht; das lässt sich nicht zurücknehmen.',
    },
    fix: {
      en: 'Restore it in the system, if it has a bin; or answer the question about it with “recreate”.',
      de: 'Stellen Sie ihn im System wieder her, wenn es einen Papierkorb hat; oder entscheiden Sie die Klärung mit „recreate“.',
    },
  },
  'undo.kept.issued': {
    message: {
      en: 'Is issued; an issued document is not taken back.',
      de: 'Ist ausgestellt; ein ausgestellter Beleg wird nicht zurückgenommen.',
    },
    fix: {
      en: 'Cancel it in the system, or make a credit note or a refund.',
      de: 'Stornieren Sie ihn im System, oder erstellen Sie eine Gutschrift oder Rückzahlung.',
    },
  },
  'undo.kept.cannot-remove': {
    message: {
      en: 'This system lets nothing be taken out by the hub.',
      de: 'Aus diesem System kann der Hub nichts herausnehmen.',
    },
    fix: { en: 'Delete or archive it there by hand.', de: 'Löschen oder archivieren Sie es dort von Hand.' },
  },
  'undo.kept.part-gone': {
    message: {
      en: 'Items that were removed are not known any more. {fields}',
      de: 'Entfernte Einträge sind nicht mehr bekannt. {fields}',
    },
    fix: { en: 'Enter them again by hand.', de: 'Legen Sie sie von Hand wieder an.' },
  },
  'run.ended': {
    message: { en: 'The run has ended already ({state}).', de: 'Der Durchlauf ist schon zu Ende ({state}).' },
  },
  'review.decided': {
    message: { en: 'This question has been answered already.', de: 'Diese Frage ist schon beantwortet.' },
  },
  'review.wrong-action': {
    message: {
      en: 'This question can be answered with: {allowed}.',
      de: 'Diese Frage lässt sich so beantworten: {allowed}.',
    },
    fix: { en: 'Choose one of these.', de: 'Wählen Sie eine davon.' },
  },
  'review.needs-record': {
    message: { en: 'Linking needs the record to link to.', de: 'Zum Verknüpfen braucht es den Datensatz.' },
    fix: { en: 'Name one of the candidates.', de: 'Nennen Sie einen der Kandidaten.' },
  },
}
