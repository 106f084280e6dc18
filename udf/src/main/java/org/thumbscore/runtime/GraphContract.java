package org.thumbscore.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.thumbscore.model.BundleException;

/**
 * What a graph must take and yield so that a model family can run it.
 *
 * <pre>{@code
 * GraphContract.of("vision_model")
 *     .takes(TensorContract.floats("pixel_values", FREE, of(3), of(224), of(224)))
 *     .yields(TensorContract.floats("image_embeds", ANY, of(512)));
 * }</pre>
 *
 * @param graph the stem of its file
 * @param inputs that the graph must take
 * @param optional inputs that it may take beside them
 * @param outputs that it must yield; it may yield more
 * @param hints what to add to a refusal where an expected output is missing, by the name of an
 *     output that the graph has instead
 */
public record GraphContract(
    String graph,
    List<TensorContract> inputs,
    List<TensorContract> optional,
    List<TensorContract> outputs,
    Map<String, String> hints) {
  public GraphContract {
    inputs = List.copyOf(inputs);
    optional = List.copyOf(optional);
    outputs = List.copyOf(outputs);
    hints = new LinkedHashMap<>(hints);
  }

  /** Begins a contract that asks nothing yet. */
  public static GraphContract of(String graph) {
    return new GraphContract(graph, List.of(), List.of(), List.of(), Map.of());
  }

  /** Adds an input that the graph must take. */
  public GraphContract takes(TensorContract input) {
    return new GraphContract(graph, with(inputs, input), optional, outputs, hints);
  }

  /** Adds an input that the graph may take. */
  public GraphContract mayTake(TensorContract input) {
    return new GraphContract(graph, inputs, with(optional, input), outputs, hints);
  }

  /** Adds an output that the graph must yield. */
  public GraphContract yields(TensorContract output) {
    return new GraphContract(graph, inputs, optional, with(outputs, output), hints);
  }

  /**
   * Adds what to say where an expected output is missing and the graph has another.
   *
   * @param instead the name of the other output
   * @param hint what is wrong and what to do
   */
  public GraphContract hint(String instead, String hint) {
    Map<String, String> more = new LinkedHashMap<>(hints);
    more.put(instead, hint);
    return new GraphContract(graph, inputs, optional, outputs, more);
  }

  /**
   * Holds a graph against this contract.
   *
   * @param bundle its name, for messages
   * @throws BundleException if the graph takes or yields something else; the message names what
   */
  public void check(String bundle, GraphSignature found) {
    GraphValidator.check(bundle, found, this);
  }

  private static List<TensorContract> with(List<TensorContract> some, TensorContract more) {
    List<TensorContract> all = new ArrayList<>(some);
    all.add(more);
    return all;
  }
}
