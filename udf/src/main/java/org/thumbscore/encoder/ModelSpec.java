package org.thumbscore.encoder;

import java.nio.file.Path;
import org.thumbscore.model.PreprocessorConfig;

/**
 * How a bundle's images and texts are prepared and what becomes of them, as its files tell.
 *
 * @param preprocessor how an image becomes the model's input
 * @param tokenizerJson the tokenizer of the texts that are compared with images
 * @param contextLength most tokens of a text, special tokens included
 * @param output what the model makes of an image and of a text
 */
public record ModelSpec(
    PreprocessorConfig preprocessor, Path tokenizerJson, int contextLength, EncoderOutput output) {}
