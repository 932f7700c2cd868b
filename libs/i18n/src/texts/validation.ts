import type { Catalogue, LocalizedText } from '../translator.js'

const text = (en: string, de: string): { message: LocalizedText } => ({ message: { en, de } })

/** Texts of what is wrong with one field of a request; the codes are named after the rules of class-validator. */
export const validationTexts: Catalogue = {
  'validation.whitelistValidation': text(
    'This field does not exist here.',
    'Dieses Feld gibt es hier nicht.',
  ),
  'validation.isString': text('This must be a text.', 'Das muss ein Text sein.'),
  'validation.isBoolean': text('This must be true or false.', 'Das muss true oder false sein.'),
  'validation.isInt': text('This must be a whole number.', 'Das muss eine ganze Zahl sein.'),
  'validation.min': text('This must be at least {limit}.', 'Das muss mindestens {limit} sein.'),
  'validation.max': text('This must be at most {limit}.', 'Das darf höchstens {limit} sein.'),
  'validation.isIn': text('This must be one of: {allowed}.', 'Das muss eines davon sein: {allowed}.'),
  'validation.schedule': text(
    'This must be a schedule of five fields, e.g. 0 6-20 * * 1-5.',
    'Das muss ein Zeitplan aus fünf Feldern sein, z. B. 0 6-20 * * 1-5.',
  ),
  'validation.timeZone': text(
    'This must be a time zone, e.g. Europe/Berlin.',
    'Das muss eine Zeitzone sein, z. B. Europe/Berlin.',
  ),
  'validation.isArray': text('This must be a list.', 'Das muss eine Liste sein.'),
  'validation.arrayMinSize': text('At least {limit} are needed.', 'Es braucht mindestens {limit}.'),
  'validation.arrayMaxSize': text('At most {limit} are possible.', 'Höchstens {limit} sind möglich.'),
  'validation.isObject': text('This must be an object.', 'Das muss ein Objekt sein.'),
  'validation.nestedValidation': text('This must be an object.', 'Das muss ein Objekt sein.'),
  'validation.isUuid': text('This must be an id (UUID).', 'Das muss eine Kennung (UUID) sein.'),
  'validation.isLength': text(
    'This must have {limit} to {most} characters.',
    'Das muss {limit} bis {most} Zeichen haben.',
  ),
  'validation.slug': text(
    'This must consist of lower-case letters, digits and hyphens, begin with a letter or digit, and have at most 63 characters.',
    'Das muss aus Kleinbuchstaben, Ziffern und Bindestrichen bestehen, mit Buchstabe oder Ziffer beginnen und höchstens 63 Zeichen haben.',
  ),
  'validation.scalar': text(
    'This must be a text, a number, true, false or null.',
    'Das muss ein Text, eine Zahl, true, false oder null sein.',
  ),
}
