/**
 * Tables as Objection models: names, keys and relations only. Fields use `declare`, so that they stay types. Models are bound to a
 * connection where they are used (`Model.query(knex)`); there is no global connection.
 */
import { Model } from 'objection';

import type { CaseKind } from '../../domain/case.ts';
import type { AnyState } from '../../domain/kinds.ts';
import type { OfficerRole } from '../../domain/policies.ts';
import type { Ending } from '../../domain/report.ts';

export class Region extends Model {
  static override tableName = 'regions';
  declare id: string;
  declare name: string;
  declare name_en: string;
}

export class Centre extends Model {
  static override tableName = 'centres';
  declare id: string;
  declare region_id: string;
  declare bureau: string;
  declare bureau_en: string;
  declare name: string;
  declare name_en: string;
  declare position: number;
}

export class CaseType extends Model {
  static override tableName = 'case_types';
  declare id: string;
  declare kind: CaseKind;
  declare region_id: string;
  declare name: string;
  declare name_en: string;
  declare position: number;
  declare active: boolean;
}

export class Officer extends Model {
  static override tableName = 'officers';
  declare id: string;
  declare region_id: string;
  declare centre_id: string | null;
  declare role: OfficerRole;
  declare login: string;
  declare name: string;
  declare password_hash: string;
  declare failed_sign_ins: number;
  declare locked_until: Date | null;
  declare on_duty: boolean;
  declare active: boolean;
}

export class Identity extends Model {
  static override tableName = 'identities';
  declare id: string;
  declare region_id: string;
  declare subject: string;
  declare kind: 'enterprise' | 'natural-person';
  declare role: 'legal-representative' | 'finance-officer' | 'invoice-clerk' | 'natural-person';
  declare person_name: string;
  declare company_name: string | null;
  declare tax_number: string | null;
  declare phone: string | null;
}

export class Text extends Model {
  static override tableName = 'texts';
  declare id: string;
  declare author_kind: 'taxpayer' | 'officer';
  declare author_id: string;
  declare case_id: string;
  declare body: string;
  declare created_at: Date;
  declare adopted_at: Date | null;
}

export class Upload extends Model {
  static override tableName = 'uploads';
  declare id: string;
  declare author_kind: 'taxpayer' | 'officer';
  declare author_id: string;
  declare region_id: string;
  declare name: string;
  declare size: number;
  declare status: 'uploading' | 'ready' | 'refused' | 'removing';
  /** Number of received bytes, in `pieces`; a complete file has none. */
  declare received: number;
  declare pieces: string[];
  declare media_type: string | null;
  declare sha256: string | null;
  declare case_id: string | null;
  declare event_version: number | null;
  declare created_at: Date;
}

export class CaseEvent extends Model {
  static override tableName = 'case_events';
  static override idColumn = ['case_id', 'version'];
  declare case_id: string;
  declare version: number;
  declare type: string;
  declare at: Date;
  declare actor_kind: 'taxpayer' | 'officer' | 'system';
  declare actor_id: string | null;
  declare data: Record<string, unknown>;
}

export class Case extends Model {
  static override tableName = 'cases';
  static override get relationMappings() {
    return {
      centre: { relation: Model.BelongsToOneRelation, modelClass: Centre, join: { from: 'cases.centre_id', to: 'centres.id' } },
      type: { relation: Model.BelongsToOneRelation, modelClass: CaseType, join: { from: 'cases.type_id', to: 'case_types.id' } },
      assignee: { relation: Model.BelongsToOneRelation, modelClass: Officer, join: { from: 'cases.assignee_id', to: 'officers.id' } },
      identity: { relation: Model.BelongsToOneRelation, modelClass: Identity, join: { from: 'cases.identity_id', to: 'identities.id' } },
      events: { relation: Model.HasManyRelation, modelClass: CaseEvent, join: { from: 'cases.id', to: 'case_events.case_id' } },
    };
  }
  declare id: string;
  declare kind: CaseKind;
  declare number: string;
  declare region_id: string;
  declare centre_id: string;
  declare type_id: string;
  declare identity_id: string;
  declare assignee_id: string | null;
  declare status: AnyState['status'];
  declare version: number;
  declare state: AnyState;
  /** Policy; null for a case that is older than stored policies. */
  declare policy: unknown;
  /** Time and reason of the stalled mark. */
  declare stalled_at: Date | null;
  declare stalled_as: 'workflow-gone' | 'conflict' | null;
  declare live: boolean;
  declare opened_at: Date;
  declare answered_at: Date | null;
  declare changed_at: Date;
  declare closed_at: Date | null;
  declare first_asked_at: Date | null;
  declare first_answered_at: Date | null;
  declare first_answered_by: string | null;
  declare first_overdue_at: Date | null;
  declare ended_as: Ending | null;
  declare stars: number | null;
  declare resolved: boolean | null;
  declare centre?: Centre;
  declare type?: CaseType;
  declare assignee?: Officer | null;
  declare identity?: Identity;
  declare events?: CaseEvent[];
}
