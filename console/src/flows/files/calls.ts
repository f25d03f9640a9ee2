/** A file on its way to a card: announced, sent by its ticket, accepted. */
import { api, ok, type Schemas } from "../../api/client";
import { Problem } from "../../api/problem";
import type { Attachment } from "../types";

type Ticket = Schemas["UploadTicket"];
const UNKNOWN_TYPE = "application/octet-stream";

/** @throws Problem: refused, offline, or given up by `signal` */
export async function uploadFile(
  card_id: string,
  file: File,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Attachment> {
  const body = { name: file.name, size: file.size, content_type: file.type || UNKNOWN_TYPE };
  const ticket = await ok(
    api.POST("/v1/cards/{card_id}/attachments", { params: { path: { card_id } }, body, signal }),
  );
  await send(ticket, file, onProgress, signal);
  const path = { card_id, file_id: ticket.attachment.id };
  return ok(api.POST("/v1/cards/{card_id}/attachments/{file_id}/uploaded", { params: { path } }));
}

/** fetch tells nothing of how far it is, so an XMLHttpRequest. */
function send(ticket: Ticket, file: File, onProgress: (share: number) => void, signal: AbortSignal) {
  return new Promise<void>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(ticket.method, ticket.url);
    for (const [name, value] of Object.entries(ticket.headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      if (request.status < 300) resolve();
      else reject(new Problem({ status: request.status, code: `http_${request.status}` }));
    };
    request.onerror = () => reject(Problem.offline());
    request.onabort = () => reject(new Problem({ status: 0, code: "aborted" }));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

/** Opens the file where the browser wants it: saved, or beside this page. @throws Problem */
export async function openFile(card_id: string, file_id: string): Promise<void> {
  const params = { path: { card_id, file_id } };
  const { url } = await ok(api.POST("/v1/cards/{card_id}/attachments/{file_id}/link", { params }));
  const link = document.createElement("a");
  link.href = url;
  link.rel = "noreferrer";
  link.click();
}

export async function removeFile(card_id: string, file_id: string): Promise<void> {
  const params = { path: { card_id, file_id } };
  await ok(api.DELETE("/v1/cards/{card_id}/attachments/{file_id}", { params }));
}
