package org.thumbscore.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * One loaded graph. Thread-safe on the CPU; on CUDA all calls come from one {@link
 * InferenceThread}.
 */
final class OrtGraph implements AutoCloseable {
  private final OrtSession session;
  private final SessionOptions options;
  private final GraphSignature signature;

  private OrtGraph(OrtSession session, SessionOptions options, GraphSignature signature) {
    this.session = session;
    this.options = options;
    this.signature = signature;
  }

  static OrtEnvironment environment() {
    return OrtEnvironment.getEnvironment(
        OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, OrtEnvironment.DEFAULT_NAME);
  }

  /** Loads by path, so that graphs over 2 GB and external weights work. */
  static OrtGraph open(Path file, Device device) throws OrtException {
    OrtEnvironment environment = environment();
    SessionOptions options = SessionRecipe.options(device);
    OrtSession session = null;
    try {
      session = environment.createSession(file.toString(), options);
      String name = file.getFileName().toString();
      return new OrtGraph(session, options, GraphSignature.of(name, session));
    } catch (OrtException | RuntimeException e) {
      if (session != null) {
        session.close();
      }
      options.close();
      throw e;
    }
  }

  GraphSignature signature() {
    return signature;
  }

  /** Runs and copies one float output to the heap. The feeds stay the caller's. */
  float[] run(Map<String, OnnxTensor> feeds, String output) throws OrtException {
    try (OrtSession.Result result = session.run(feeds, Set.of(output))) {
      FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] copy = new float[values.remaining()];
      values.get(copy);
      return copy;
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new EncoderException("Cannot close " + signature.file() + ": " + e.getMessage(), e);
    } finally {
      options.close();
    }
  }
}
