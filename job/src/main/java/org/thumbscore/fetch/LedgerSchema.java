package org.thumbscore.fetch;

import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.types.StructType;

/** The schema of the ledger's files for writing and reading. */
final class LedgerSchema {
  static final String IMAGE = "picture";

  static final MessageType PARQUET =
      MessageTypeParser.parseMessageType(
          """
          message fetched {
            required binary key (STRING);
            required boolean temporary;
            required int64 fetched_at (TIMESTAMP(MICROS,true));
            required binary status (STRING);
            optional binary error (STRING);
            optional binary final_url (STRING);
            optional binary content_type (STRING);
            optional int32 http_status;
            optional binary sha256 (STRING);
            optional binary picture;
          }
          """);

  static final StructType SPARK =
      new StructType()
          .add("key", "string")
          .add("temporary", "boolean")
          .add("fetched_at", "timestamp")
          .add("status", "string")
          .add("error", "string")
          .add("final_url", "string")
          .add("content_type", "string")
          .add("http_status", "int")
          .add("sha256", "string")
          .add(IMAGE, "binary");

  private LedgerSchema() {}
}
