import type { MappingText } from './texts.js'

/** A text of a finding with how grave it is: an error keeps the mapping from being used, a warning is for a person to weigh. */
export interface FindingText extends MappingText {
  severity: 'error' | 'warning'
}

type Pair = [en: string, de: string]

const entry = (severity: FindingText['severity'], [en, de]: Pair, fix: Pair): FindingText => {
  return { severity, message: { en, de }, fix: { en: fix[0], de: fix[1] } }
}
const error = (message: Pair, fix: Pair): FindingText => entry('error', message, fix)
const warning = (message: Pair, fix: Pair): FindingText => entry('warning', message, fix)

/** Texts of findings: what is wrong with a mapping document, alone or against a live system. */
export const findingTexts = {
  // The document by itself.
  'mapping.syntax': error(
    ['Not valid YAML in row {row}: {reason}.', 'Kein gültiges YAML in Zeile {row}: {reason}.'],
    ['Correct the file there.', 'Die Datei an dieser Stelle berichtigen.'],
  ),
  'mapping.shape': error(
    ['Expected {expected}, found {found}.', 'Erwartet {expected}, gefunden {found}.'],
    [
      'See docs/mappings.md for the form of a document.',
      'Die Form eines Dokuments steht in docs/mappings.md.',
    ],
  ),
  'mapping.key-unknown': error(
    ['“{key}” is not known here.', '„{key}“ ist hier nicht bekannt.'],
    ['Use one of: {allowed}.', 'Möglich sind: {allowed}.'],
  ),
  'mapping.entity-unknown': error(
    ['The entity “{entity}” does not exist.', 'Die Entität „{entity}“ gibt es nicht.'],
    ['Use one of: {allowed}.', 'Möglich sind: {allowed}.'],
  ),
  'mapping.types-empty': error(
    ['The document names no native type.', 'Das Dokument nennt keinen Typ des Systems.'],
    ['Name at least one under `types`.', 'Unter `types` mindestens einen nennen.'],
  ),
  'mapping.field-unknown': error(
    ['“{field}” is not a field of {entity}.', '„{field}“ ist kein Feld von {entity}.'],
    ['Use a canonical field, or remove the line.', 'Ein kanonisches Feld nennen oder die Zeile entfernen.'],
  ),
  'mapping.list-unknown': error(
    ['“{list}” is not a list of parts of {entity}.', '„{list}“ ist keine Teileliste von {entity}.'],
    ['Use one of: {allowed}.', 'Möglich sind: {allowed}.'],
  ),
  'mapping.list-missing': error(
    ['The parts have no native list.', 'Zu den Teilen fehlt die Liste im System.'],
    ['Set `list` to the native path of the list.', 'Unter `list` den Pfad der Liste im System angeben.'],
  ),
  'mapping.path-bad': error(
    [
      '“{native}” is not a path of native field names.',
      '„{native}“ ist kein Pfad aus Feldnamen des Systems.',
    ],
    [
      'Use names of letters, digits, _ and -, with dots between levels.',
      'Namen aus Buchstaben, Ziffern, _ und - verwenden, mit Punkten zwischen den Ebenen.',
    ],
  ),
  'mapping.line-source': error(
    [
      'A line needs exactly one of native, read, const.',
      'Eine Zeile braucht genau eines von native, read, const.',
    ],
    ['Keep the one that you mean.', 'Nur das Gemeinte stehen lassen.'],
  ),
  'mapping.line-conversion': error(
    [
      '`via` and `values` convert a native field, and only one of them.',
      '`via` und `values` wandeln ein Feld des Systems um, und nur eines von beiden.',
    ],
    ['Use one of them together with `native`.', 'Eines davon zusammen mit `native` verwenden.'],
  ),
  'mapping.paths-need-codec': error(
    [
      'Several native paths need a codec that takes them together.',
      'Mehrere Pfade brauchen einen Codec, der sie zusammenfasst.',
    ],
    ['Add `via`, or name one path.', '`via` ergänzen oder nur einen Pfad nennen.'],
  ),
  'mapping.direction-impossible': error(
    ['A line with read or const cannot write.', 'Eine Zeile mit read oder const kann nicht schreiben.'],
    [
      'Remove `direction`, or use `native` with a codec.',
      '`direction` entfernen oder `native` mit einem Codec verwenden.',
    ],
  ),
  'mapping.create-only-reads': error(
    [
      '`createOnly` stands on a line that never writes.',
      '`createOnly` steht an einer Zeile, die nie schreibt.',
    ],
    ['Remove `createOnly`.', '`createOnly` entfernen.'],
  ),
  'mapping.value-canonical': error(
    ['“{value}” is not a value of this field.', '„{value}“ ist kein Wert dieses Feldes.'],
    ['Expected is {expected}.', 'Erwartet wird {expected}.'],
  ),
  'mapping.value-twice': error(
    [
      'Several native values stand for “{value}”: writing could not choose.',
      'Mehrere Werte des Systems stehen für „{value}“: Beim Schreiben wäre die Wahl unklar.',
    ],
    [
      'Keep one of them, use a codec, or set `direction: read`.',
      'Einen davon behalten, einen Codec verwenden oder `direction: read` setzen.',
    ],
  ),
  'mapping.role-unknown': error(
    [
      'The role “{role}” is not a yes/no field of the entity, or not a code with these values.',
      'Die Rolle „{role}“ ist kein Ja/Nein-Feld der Entität und kein Code mit diesen Werten.',
    ],
    ['Use a flag such as isCustomer.', 'Ein Kennzeichen wie isCustomer verwenden.'],
  ),
  'mapping.role-needs-line': error(
    [
      'The type stands for several values of “{role}”, and no line reads which.',
      'Der Typ steht für mehrere Werte von „{role}“, aber keine Zeile liest, welcher es ist.',
    ],
    ['Add a line for it.', 'Eine Zeile dafür ergänzen.'],
  ),
  'mapping.reference-line': error(
    [
      'A reference takes a native path and `to`, and no codec or value map.',
      'Ein Verweis braucht einen Pfad und `to`, ohne Codec und Wertetabelle.',
    ],
    ['Write it as {example}.', 'So schreiben: {example}.'],
  ),
  'mapping.role-and-line': error(
    [
      'The type stands for “{role}” and has a line for it too.',
      'Der Typ steht für „{role}“ und hat zugleich eine Zeile dafür.',
    ],
    ['Remove the line or the role.', 'Die Zeile oder die Rolle entfernen.'],
  ),
  'mapping.default-twice': error(
    ['More than one type is the default.', 'Mehr als ein Typ ist der Standard.'],
    ['Keep `default: true` on one type.', '`default: true` nur an einem Typ lassen.'],
  ),
  'mapping.native-twice': error(
    [
      '“{native}” is also written by “{other}”: the last one would win.',
      '„{native}“ wird auch von „{other}“ geschrieben: Der letzte würde gewinnen.',
    ],
    [
      'Set `direction: read` on one of them, or map both with one codec.',
      'An einer Zeile `direction: read` setzen oder beide mit einem Codec abbilden.',
    ],
  ),
  'mapping.codec-unknown': error(
    [
      'The codec “{codec}” does not exist for this connection.',
      'Den Codec „{codec}“ gibt es für diese Verbindung nicht.',
    ],
    ['Use one of: {allowed}.', 'Möglich sind: {allowed}.'],
  ),
  'mapping.expression-bad': error(
    [
      'The JSONata expression is not valid ({reason} at position {position}).',
      'Der JSONata-Ausdruck ist ungültig ({reason} an Stelle {position}).',
    ],
    [
      'Correct the expression; try.jsonata.org shows the cause.',
      'Den Ausdruck berichtigen; try.jsonata.org zeigt die Ursache.',
    ],
  ),
  'mapping.expression-impure': error(
    [
      '{function} gives another answer each time: every run would see a change.',
      '{function} antwortet jedes Mal anders: Jeder Durchlauf sähe eine Änderung.',
    ],
    ['Compute from the fields of the record only.', 'Nur aus den Feldern des Datensatzes rechnen.'],
  ),
  'mapping.override-key': error(
    ['“{key}” does not name a line.', '„{key}“ nennt keine Zeile.'],
    [
      'Write types.<type>.fields.<field>, types.<type>.parts.<list>.fields.<field>, types.<type>.parts.<list>.list or types.<type>.defaults.<native field>.',
      'Möglich sind types.<Typ>.fields.<Feld>, types.<Typ>.parts.<Liste>.fields.<Feld>, types.<Typ>.parts.<Liste>.list oder types.<Typ>.defaults.<Feld des Systems>.',
    ],
  ),

  // The document against a live system.
  'mapping.schema-missing': warning(
    [
      'The fields of “{native}” could not be read, so its lines were not compared.',
      'Die Felder von „{native}“ waren nicht lesbar, daher wurden seine Zeilen nicht verglichen.',
    ],
    ['Check the rights of the connection’s account.', 'Die Rechte des Kontos der Verbindung prüfen.'],
  ),
  'mapping.native-unknown': error(
    ['The system has no field “{native}”.', 'Das System hat kein Feld „{native}“.'],
    ['Correct the path, or remove the line.', 'Den Pfad berichtigen oder die Zeile entfernen.'],
  ),
  'mapping.type-clash': error(
    [
      '“{native}” holds {found}, the field expects {expected}.',
      '„{native}“ enthält {found}, das Feld erwartet {expected}.',
    ],
    [
      'Name another field, or add a codec or a value map.',
      'Ein anderes Feld nennen oder einen Codec oder eine Wertetabelle ergänzen.',
    ],
  ),
  'mapping.native-read-only': error(
    ['The system does not let “{native}” be written.', 'Das System lässt „{native}“ nicht beschreiben.'],
    ['Set `direction: read`.', '`direction: read` setzen.'],
  ),
  'mapping.one-way': warning(
    [
      'In a two-way flow this line works one way only ({direction}).',
      'In einem Abgleich in beide Richtungen wirkt diese Zeile nur in eine ({direction}).',
    ],
    [
      'Map it both ways, or let this system lead for the field.',
      'In beide Richtungen abbilden oder dieses System für das Feld führen lassen.',
    ],
  ),
  'mapping.option-missing': warning(
    [
      '“{native}” can hold values that the line does not know: {options}.',
      '„{native}“ kann Werte enthalten, die die Zeile nicht kennt: {options}.',
    ],
    [
      'Add them under `values`; records that hold them stop until then.',
      'Unter `values` ergänzen; Datensätze mit diesen Werten bleiben bis dahin stehen.',
    ],
  ),
  'mapping.option-unknown': error(
    ['“{native}” does not accept: {options}.', '„{native}“ nimmt diese Werte nicht an: {options}.'],
    ['Use the values that the system offers.', 'Die Werte verwenden, die das System anbietet.'],
  ),
  'mapping.value-missing': warning(
    [
      'The value map has no counterpart for: {values}.',
      'Der Wertetabelle fehlt eine Entsprechung für: {values}.',
    ],
    [
      'Add it, or accept that such records stop.',
      'Ergänzen, oder hinnehmen, dass solche Datensätze stehen bleiben.',
    ],
  ),
  'mapping.required-missing': error(
    [
      'The system requires “{native}” for a new record, and no line or default sets it.',
      'Das System verlangt „{native}“ für neue Datensätze, aber weder Zeile noch Vorgabe setzt es.',
    ],
    [
      'Map a field to it, or set it under `defaults`.',
      'Ein Feld darauf abbilden oder unter `defaults` setzen.',
    ],
  ),
  'mapping.required-maybe-empty': warning(
    [
      'The system requires “{native}”, but the field may be empty.',
      'Das System verlangt „{native}“, aber das Feld kann leer sein.',
    ],
    ['Set a value for that case under `defaults`.', 'Für diesen Fall unter `defaults` einen Wert setzen.'],
  ),
  'mapping.too-long': warning(
    [
      '{count} records have a text that is longer than the {max} characters of “{native}”.',
      '{count} Datensätze haben einen Text, der länger ist als die {max} Zeichen von „{native}“.',
    ],
    [
      'Shorten them, or map to a longer field; the system refuses or cuts them.',
      'Kürzen oder auf ein längeres Feld abbilden; das System weist sie ab oder schneidet sie ab.',
    ],
  ),
  'mapping.sample-failed': error(
    [
      '{count} of {total} real records cannot be carried over: {reason}',
      '{count} von {total} echten Datensätzen lassen sich nicht übertragen: {reason}',
    ],
    ['Correct the line, or the values in the system.', 'Die Zeile oder die Werte im System berichtigen.'],
  ),
  'mapping.never-read': warning(
    [
      'In none of {total} real records does the expression yield a value.',
      'In keinem von {total} echten Datensätzen liefert der Ausdruck einen Wert.',
    ],
    ['Check the names of the native fields in it.', 'Die darin genannten Feldnamen des Systems prüfen.'],
  ),
  'mapping.round-trip': error(
    [
      'In {count} of {total} real records the value would come back changed after writing it.',
      'In {count} von {total} echten Datensätzen käme der Wert nach dem Schreiben verändert zurück.',
    ],
    [
      'Use a codec that gives back what it was given, or set `direction: read`.',
      'Einen Codec verwenden, der den Wert unverändert zurückgibt, oder `direction: read` setzen.',
    ],
  ),
} satisfies Record<string, FindingText>

export type FindingCode = keyof typeof findingTexts
