package org.thumbscore.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Runs of one graph in which outputs of each run are inputs of the next, for instance a decoder
 * with its key-value cache. The carried values stay outside the heap and are not copied. Not
 * thread-safe.
 *
 * <pre>{@code
 * try (GraphLoop decoder = session.loop("decoder_model", "decoder", carried, start)) {
 *   Tensor first = decoder.run(prompt, Set.of("next_ids")).get("next_ids");
 * }
 * }</pre>
 */
public final class GraphLoop implements AutoCloseable {
  private final GraphSession session;
  private final OrtGraph graph;
  private final String what;
  private final Map<String, String> carried;
  private final Map<String, Tensor> start;
  private OrtSession.Result last;

  /**
   * A loop before its first run.
   *
   * @param carried the output that becomes an input, by the name of the input
   * @param start the carried inputs of the first run
   */
  GraphLoop(
      GraphSession session,
      OrtGraph graph,
      String what,
      Map<String, String> carried,
      Map<String, Tensor> start) {
    this.session = session;
    this.graph = graph;
    this.what = what;
    this.carried = new LinkedHashMap<>(carried);
    this.start = new LinkedHashMap<>(start);
  }

  /**
   * Runs the graph once more; blocks until the device is done.
   *
   * @param inputs by name, all but the carried ones; read during the call and not kept
   * @param outputs the names of the outputs to return
   * @return new tensors on the heap, by name
   * @throws EncoderException if the runtime fails
   */
  public Map<String, Tensor> run(Map<String, Tensor> inputs, Set<String> outputs) {
    return session.onDevice(what, inputs, () -> step(inputs, outputs));
  }

  private Map<String, Tensor> step(Map<String, Tensor> inputs, Set<String> outputs)
      throws OrtException {
    Map<String, Tensor> fresh = new LinkedHashMap<>(inputs);
    if (last == null) {
      fresh.putAll(start);
    }
    try (InputTensors made = InputTensors.of(fresh, graph.signature())) {
      Map<String, OnnxTensor> all = new LinkedHashMap<>(made.tensors());
      if (last != null) {
        carried.forEach(
            (input, output) -> all.put(input, (OnnxTensor) last.get(output).orElseThrow()));
      }
      Set<String> wanted = new HashSet<>(outputs);
      wanted.addAll(carried.values());
      OrtSession.Result result = graph.run(all, wanted);
      free();
      last = result;
      return OrtGraph.copy(result, outputs);
    }
  }

  private void free() {
    if (last != null) {
      last.close();
      last = null;
    }
  }

  /** Frees what is carried. */
  @Override
  public void close() {
    session.onDevice(
        what,
        start,
        () -> {
          free();
          return Map.of();
        });
  }
}
