import { Controller, Get, Header } from '@nestjs/common'
import { ApiExcludeController } from '@nestjs/swagger'
import type { Language } from '#i18n'
import { Public } from '#security'
import { Lang } from '../api/common/language.js'
import { landingPage } from './page.js'

/** What somebody sees who opens the hub's address in a browser. */
@Controller()
@ApiExcludeController()
@Public()
export class LandingController {
  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  page(@Lang() language: Language): string {
    return landingPage(language)
  }
}
