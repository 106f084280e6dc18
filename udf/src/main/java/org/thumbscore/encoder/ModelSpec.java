package org.thumbscore.encoder;

import java.nio.file.Path;
import org.thumbscore.model.PreprocessorConfig;

/**
 * The specification of how the images and texts of a bundle are prepared and embedded, as read from
 * its files.
 *
 * @param preprocessor how an image becomes the model's input
 * @param tokenizerJson the tokenizer of the texts that are compared with images
 * @param contextLength the maximum number of tokens of a text, including special tokens
 * @param output a description of the embeddings that the model computes
 */
public record ModelSpec(
    PreprocessorConfig preprocessor, Path tokenizerJson, int contextLength, EncoderOutput output) {}
