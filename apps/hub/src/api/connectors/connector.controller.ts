import { Controller, Get } from '@nestjs/common'
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger'
import type { ConfigurationField, Manifest, TypeCapabilities } from '#connector-kit'
import type { Language } from '#i18n'
import { SignedIn } from '#security'
import { Catalogue } from '#sync'
import { ApiProblems } from '../common/api-problems.js'
import { Lang } from '../common/language.js'
import {
  ConnectorPage,
  type ConfigurationFieldView,
  type ConnectorView,
  type NativeTypeView,
} from './connector.dto.js'

@Controller('api/v1/connectors')
@ApiTags('connectors')
@ApiProblems()
export class ConnectorController {
  constructor(private readonly catalogue: Catalogue) {}

  @ApiOperation({ summary: 'The kinds of systems that can be connected, with what each needs to know.' })
  @Get()
  @SignedIn()
  @ApiOkResponse({ type: ConnectorPage })
  list(@Lang() language: Language): ConnectorPage {
    return { items: this.catalogue.manifests().map((manifest) => view(manifest, language)), next: null }
  }
}

function view(manifest: Manifest, language: Language): ConnectorView {
  const { id, label, supports, configuration, entities } = manifest
  return {
    id,
    label,
    supports,
    configuration: configuration.map((field) => fieldView(field, language)),
    entities: Object.entries(entities).map(([entity, types]) => ({
      entity,
      types: Object.entries(types).map(([type, capabilities]) => typeView(type, capabilities)),
    })),
  }
}

function fieldView(field: ConfigurationField, language: Language): ConfigurationFieldView {
  const { name, title, help, type, required, options, pattern } = field
  return {
    name,
    title: title[language],
    type,
    required,
    ...(help && { help: help[language] }),
    ...(field.default !== undefined && { default: field.default }),
    ...(options && { options: options.map(({ value, title }) => ({ value, title: title[language] })) }),
    ...(pattern !== undefined && { pattern }),
  }
}

function typeView(type: string, capabilities: TypeCapabilities): NativeTypeView {
  const { remove, renames, parts } = capabilities
  return { ...capabilities, type, remove: remove || 'none', renames: renames ?? false, parts: [...parts] }
}
