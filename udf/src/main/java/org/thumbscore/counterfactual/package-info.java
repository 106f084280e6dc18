/**
 * Counterfactual texts: texts in which the names of persons are replaced so that they match the
 * image less well.
 *
 * <p>The input is a text, the embedding of its image and the similarity of both. The output is a
 * text in which a masked language model has filled in other names, or the reason why there is none.
 * This package does not depend on Spark or rows.
 *
 * @see <a href="https://aclanthology.org/2024.findings-acl.102/">Yoon et al., 2024</a>
 */
package org.thumbscore.counterfactual;
