/** The shapes of the API's core, as the contract fixes them. */

export type Role =
  | 'applicant'
  | 'front_office'
  | 'head'
  | 'division_head'
  | 'technical'
  | 'verifier'
  | 'ppid'
  | 'auditor'
  | 'admin';

export interface Unit {
  code: string;
  name: string;
}

export interface Person {
  id: string;
  name: string;
}

export interface User extends Person {
  username: string;
  roles: { role: Role; unit?: string | null }[];
  organisation?: Person | null;
  must_change_password: boolean;
}

export type TicketStatus = 'waiting' | 'in_progress' | 'done';
export type Outcome = 'fulfilled' | 'approved' | 'rejected' | 'cancelled';
export type Urgency = 'normal' | 'urgent' | 'very_urgent';
export type AttachmentKind = 'request_letter' | 'supporting' | 'result_letter' | 'internal';

/** A role, for the whole office or in one unit. */
export interface Actor {
  role: string;
  unit?: Unit | null;
}

export interface Holder extends Actor {
  user?: Person | null;
}

export interface TicketSummary {
  number: string;
  service_type: { code: string; name: string };
  subject: string;
  status: TicketStatus;
  outcome: Outcome | null;
  step: { key: string; name: string } | null;
  holder: Holder | null;
  applicant: Person;
  organisation: Person | null;
  submitted_at: string;
  due_at: string | null;
  returned: boolean;
  version: number;
  allowed_actions: string[];
  result_letter: Person | null;
}

export interface Attachment {
  id: string;
  name: string;
  size: number;
  sha256: string;
  media_type: string;
  kind: AttachmentKind;
  uploaded_at: string;
}

export interface Step {
  key: string;
  name: string;
  actor?: Actor;
}

export interface Ticket extends TicketSummary {
  answers: Record<string, unknown>;
  attachments: Attachment[];
  steps: Step[];
  next_step: Step | null;
  return_reason: string | null;
  return_points: { pointer: string; comment: string }[];
}

export interface TicketEvent {
  id: string;
  type: string;
  at: string;
  actor: { id: string; name: string; role: string; on_behalf_of?: Person | null };
  data: Record<string, unknown>;
}

export interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
  total?: number;
}

export interface TimeLimit {
  amount: number;
  basis: 'working_days' | 'working_minutes' | 'clock_hours';
}

export type Channel = 'online' | 'letter' | 'external';

export interface ServiceSummary {
  code: string;
  name: string;
  category: string;
  audience: string[];
  channel: Channel;
  summary: string;
  keywords: string[];
  time_limit: TimeLimit | null;
}

export interface StandardComponent {
  key: string;
  title: string;
  /** Markdown. */
  text: string;
  decreed_text?: string;
  correction?: string;
}

export interface Service extends ServiceSummary {
  /** Markdown. */
  description: string;
  letter: 'required' | 'optional';
  requirements: { text: string; items?: string[] }[];
  steps: {
    key: string;
    name: string;
    actor: { role: string; unit?: string };
    duration?: TimeLimit;
    text?: string;
  }[];
  cost: string;
  product: string;
  standard: { decree: string; components: StandardComponent[] } | null;
  legal_bases: { kind: string; number: string; year?: number; title: string; note?: string }[];
  complaints: string;
  prerequisites: { service?: string; text: string }[];
  external: { name: string; url?: string; text?: string }[];
}

export interface Dashboard {
  total: number;
  waiting: number;
  in_progress: number;
  done: number;
  monthly: { month: string; count: number }[];
}

export interface Recipient {
  role: string;
  unit: Unit | null;
  users: Person[];
}

export interface Deadline {
  basis: TimeLimit['basis'];
  amount: number;
  received_at: string;
  due_at: string;
  days: { date: string; counted: boolean; amount: number; reason?: string }[];
}
