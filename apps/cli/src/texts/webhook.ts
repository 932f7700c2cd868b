import { text } from './text.js'

/** Texts about systems that report their changes. */
export const webhookTexts = {
  webhook: text(
    'Make the address that the system calls when something changes',
    'Die Adresse erstellen, die das System bei Änderungen aufruft',
  ),
  webhookMore: text(
    'The address holds a secret and is shown this once. A new one replaces the one before, which no longer counts.',
    'Die Adresse enthält ein Geheimnis und wird nur dieses eine Mal gezeigt. Eine neue ersetzt die bisherige, die dann nicht mehr gilt.',
  ),
  off: text('take the address away', 'die Adresse entfernen'),
  subscribe: text(
    'Set up in the system that it reports changes at once',
    'Im System einrichten, dass es Änderungen sofort meldet',
  ),
  made: text(
    'The system may call this address when something changes. It is shown this once:',
    'Diese Adresse darf das System bei Änderungen aufrufen. Sie wird nur dieses eine Mal gezeigt:',
  ),
  thenSubscribe: text(
    'Enter it there, or let the hub do it: {einmal} connection subscribe {slug}',
    'Tragen Sie sie dort ein, oder lassen Sie es den Hub tun: {einmal} connection subscribe {slug}',
  ),
  removed: text('{slug} has no such address any more.', '{slug} hat keine solche Adresse mehr.'),
  subscribed: text('{slug} reports changes now: {entities}.', '{slug} meldet Änderungen jetzt: {entities}.'),
}
