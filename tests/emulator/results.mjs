/** Answers in the contract's shapes. */
import { STATUS_CODES } from "node:http";
import {
  InputValidationError,
  ResultHandler,
  ensureHttpError,
} from "express-zod-api";
import { core } from "zod";
import { CODES } from "../../pkg-template/testing/tables.mjs";
import { errorBody } from "./schemas.mjs";

/**
 * The responses to the client: success and every error.
 * @param {200 | 201} successStatus the contract leaves open which
 */
export const createResultHandler = (successStatus) =>
  new ResultHandler({
    positive: (schema) => ({ schema, statusCode: successStatus }),
    negative: errorBody,
    handler({ error, input, output, response }) {
      if (error instanceof InputValidationError) {
        response.status(422).json({
          message: "Validation failed",
          code: "VALIDATION_ERROR",
          errors: documentedIssues(error.cause, input),
        });
        return;
      }
      if (error) return answerError(error, response);
      response.status(successStatus);
      if (response.locals.spoil) return response.locals.spoil(output);
      response.json(output);
    },
  });

/**
 * @param {Error} error
 * @param {import("express").Response} response
 */
function answerError(error, response) {
  const { statusCode, message, expose, retryAfter } = ensureHttpError(error);
  if (retryAfter) response.set("retry-after", String(retryAfter));
  response.status(statusCode).json({
    message: expose ? message : "Internal server error",
    code: codeOf(statusCode),
    ...(retryAfter && { retryAfter }),
  });
}

/** @param {number} status */
export function codeOf(status) {
  return (
    CODES[status] ??
    (STATUS_CODES[status] ?? "Error").toUpperCase().replaceAll(" ", "_")
  );
}

/**
 * zod's issues in the documented shape.
 * @param {import("zod").ZodError} error
 * @param {unknown} input what the schema refused
 */
function documentedIssues(error, input) {
  return error.issues.map((issue) => ({
    path: issue.path.map(String),
    message: issue.message,
    expected: expectedBy(issue),
    received: core.util.getParsedType(valueAt(input, issue.path)),
    code: issue.code,
  }));
}

/** @param {core.$ZodIssue} issue */
function expectedBy(issue) {
  if (issue.code === "invalid_type") return issue.expected;
  return issue.code === "invalid_format" ? issue.format : issue.code;
}

/**
 * @param {any} value
 * @param {PropertyKey[]} path
 */
const valueAt = (value, path) => path.reduce((at, key) => at?.[key], value);
