/**
 * The API's types by the names that the screens use. All of them are generated from the OpenAPI document; this
 * is the one place where a name of the contract and a name of the screens meet.
 */
export type {
  Attachment,
  Component as StandardComponent,
  Dashboard,
  Definition,
  Difference,
  Holder,
  Limit as TimeLimit,
  LoginInput as Credentials,
  Me as User,
  OfficeSettings,
  Outcome,
  Recipient as RecipientChoice,
  RecipientOption as Recipient,
  Role,
  ServiceType as Service,
  ServiceTypeEntry,
  ServiceTypeHistory,
  ServiceTypeVersion,
  Status as TicketStatus,
  Ticket,
  TicketEvent,
  TicketSummary,
  Tokens as Grant,
  Urgency,
} from './generated';
