import {
  applyDecorators,
  Controller,
  createParamDecorator,
  Injectable,
  type ExecutionContext,
  type PipeTransform,
} from '@nestjs/common'
import { ApiParam, ApiTags } from '@nestjs/swagger'
import { HubError } from '#i18n'
import { Database, lists } from '#persistence'
import type { Request } from 'express'
import { ApiProblems } from './api-problems.js'

/** The tenant that the path names. */
export interface TenantRef {
  id: string
  slug: string
  name: string
}

/** Turns the slug of the path into the tenant; whoever gets here belongs to it (KeycloakGuard). */
@Injectable()
export class TenantPipe implements PipeTransform<string, Promise<TenantRef>> {
  constructor(private readonly db: Database) {}

  async transform(slug: string): Promise<TenantRef> {
    const tenant = await this.db.system((tx) => lists.tenantBySlug(tx, slug))
    if (!tenant) throw new HubError('tenant.unknown', { params: { tenant: slug }, httpStatus: 404 })
    return tenant
  }
}

const tenantSlug = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<Request>().params['tenant'],
)

/** The tenant of the path, as a handler's parameter. */
export const InTenant = () => tenantSlug(TenantPipe)

/** A controller below `/api/v1/tenants/{tenant}`. */
export const TenantController = (noun: string) =>
  applyDecorators(
    Controller(`api/v1/tenants/:tenant/${noun}`),
    ApiTags(noun),
    ApiParam({ name: 'tenant', type: String, description: 'Slug of the client.' }),
    ApiProblems(),
  )
