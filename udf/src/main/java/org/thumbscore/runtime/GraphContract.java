package org.thumbscore.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.thumbscore.model.BundleException;

/**
 * The inputs and outputs that a graph must have so that a model family can run it.
 *
 * <pre>{@code
 * GraphContract.of("vision_model")
 *     .takes(TensorContract.floats("pixel_values", FREE, of(3), of(224), of(224)))
 *     .yields(TensorContract.floats("image_embeds", ANY, of(512)));
 * }</pre>
 *
 * @param graph the stem of the graph's file name
 * @param inputs the required inputs
 * @param optional the additional inputs that are allowed
 * @param outputs the required outputs; the graph may have others
 * @param hints explanations to add to the message for a missing output, by the name of an output
 *     that the graph has instead
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

  /** Returns a contract without any requirements. */
  public static GraphContract of(String graph) {
    return new GraphContract(graph, List.of(), List.of(), List.of(), Map.of());
  }

  /** Returns a copy of this contract with another required input. */
  public GraphContract takes(TensorContract input) {
    return new GraphContract(graph, with(inputs, input), optional, outputs, hints);
  }

  /** Returns a copy of this contract with another optional input. */
  public GraphContract mayTake(TensorContract input) {
    return new GraphContract(graph, inputs, with(optional, input), outputs, hints);
  }

  /** Returns a copy of this contract with another required output. */
  public GraphContract yields(TensorContract output) {
    return new GraphContract(graph, inputs, optional, with(outputs, output), hints);
  }

  /**
   * Returns a copy of this contract with an explanation for graphs that have another output instead
   * of a required one.
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
   * Checks a graph against this contract.
   *
   * @param bundle the name of the bundle, for messages
   * @throws BundleException if the inputs or outputs differ from the contract; the message names
   *     them
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
