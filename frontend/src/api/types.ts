/**
 * The API's types by the names that the screens use. All of them are generated from the OpenAPI document; this
 * is the one place where a name of the contract and a name of the screens meet.
 */
import type { Definition as GeneratedDefinition } from './generated';

export type {
  ApplicantOption,
  Asset,
  AssetKind,
  AssetSummary,
  Attachment,
  Branch,
  Calendar,
  CalendarDay,
  CalendarInput,
  Dashboard,
  Day as DeadlineDay,
  Deadline,
  Difference,
  Draft,
  DraftSummary,
  DuplicateHint,
  ExceptionalPeriod,
  Holder,
  Holiday,
  HolidayInput,
  InformationEntryInput,
  InformationRegisterLine,
  Limit as TimeLimit,
  LoginInput as Credentials,
  Me as User,
  Objection,
  OfficeSettings,
  Outcome,
  Recipient as RecipientChoice,
  RecipientOption as Recipient,
  RecordedTicket,
  Role,
  SavedView,
  ServiceHours,
  ServiceSpan,
  ServiceType as Service,
  ServiceTypeEntry,
  ServiceTypeHistory,
  ServiceTypeVersion,
  ServiceWeek,
  Status as TicketStatus,
  Step,
  Ticket,
  TicketAssets,
  TicketCounts,
  TicketEvent,
  TicketSummary,
  Tokens as Grant,
  Urgency,
} from './generated';

/** Any JSON value: the contract has no word for it, and the generated types say unknown. */
type AnyJson =
  | null
  | boolean
  | number
  | string
  | readonly AnyJson[]
  | { readonly [name: string]: AnyJson | undefined };

type Known<T> = unknown extends T ? AnyJson : T extends object ? { [Name in keyof T]: Known<T[Name]> } : T;

/** A definition as a document to edit. */
export type Definition = Known<GeneratedDefinition>;
