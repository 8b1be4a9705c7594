/**
 * The API's types by the names that the screens use. All of them are generated from the OpenAPI document; this
 * is the one place where a name of the contract and a name of the screens meet.
 */
export type {
  Attachment,
  Component as StandardComponent,
  Dashboard,
  Holder,
  Kind as AttachmentKind,
  Limit as TimeLimit,
  LoginInput as Credentials,
  Me as User,
  Outcome,
  Recipient as RecipientChoice,
  RecipientOption as Recipient,
  Role,
  ServiceType as Service,
  ServiceTypeSummary as ServiceSummary,
  Status as TicketStatus,
  Ticket,
  TicketEvent,
  TicketSummary,
  Tokens as Grant,
  Urgency,
} from './generated';
