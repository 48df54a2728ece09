import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { DetectorCatalogue } from '../roles/detector-catalogue.js';

@ApiTags('detectors')
@Controller('api/v1/detectors')
export class DetectorsController {
  constructor(private readonly catalogue: DetectorCatalogue) {}

  @Get()
  @ApiOperation({
    summary: 'The bits that detectors of compromise set, and what each says of itself.',
    description:
      'What it needs and costs, what it is a sign of and how it is evaded. Ids of MITRE ATLAS, OWASP and NIST come with their names in the taxonomies in force; ' +
      '`now` is what that ATLAS calls a technique which has moved, and empty names are ids that it does not know.',
  })
  list() {
    return this.catalogue.json();
  }
}
