import { CANONICALISER_VERSION } from '../pipeline/canonical/canonical';
import {
	ENCODER_DIMENSIONS,
	ENCODER_FILES,
	ENCODER_ID,
	ENCODER_MAX_TOKENS,
	ENCODER_REVISIONS
} from '../pipeline/embed/encoder-revision';

const WEIGHTS = ENCODER_FILES.int8.at(-1)?.path ?? '';

/**
 * Python that trains a logistic regression and writes it as a bundle; `texts` and `labels` are the user's. It embeds with
 * the encoder of this site, which was tuned on logs: the one that others publish under the name gives other embeddings.
 */
export const FROM_SKLEARN = `import json, numpy as np, onnxruntime
from sklearn.linear_model import LogisticRegression
from tokenizers import Tokenizer
tokenizer = Tokenizer.from_file("${ENCODER_ID}/tokenizer.json")
tokenizer.enable_truncation(${ENCODER_MAX_TOKENS})
tokenizer.no_padding()
model = onnxruntime.InferenceSession("${ENCODER_ID}/${WEIGHTS}")
def embed(text):
    ids = np.array([tokenizer.encode(text).ids])
    feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    mean = model.run(None, feed)[0][0].mean(axis=0)
    return mean / np.linalg.norm(mean)
X = np.stack([embed(text) for text in texts])
head = LogisticRegression(C=10, max_iter=1000).fit(X, labels)
W, b, classes = head.coef_, head.intercept_, [str(c) for c in head.classes_]
if len(classes) == 2:  # one row for each class
    W, b = np.vstack([-W, W]) / 2, np.concatenate([-b, b]) / 2
json.dump({"schema": 1, "version": "imported", "name": "From scikit-learn", "createdAt": "",
  "labels": [{"name": c, "definition": ""} for c in classes], "rules": [],
  "canonicaliser": ${CANONICALISER_VERSION},
  "features": {"embeddingScale": 1, "buckets": 0, "ngramScale": 0, "shapeScale": 0},
  "encoder": {"id": "${ENCODER_ID}", "revision": "${ENCODER_REVISIONS.int8}",
    "dimensions": ${ENCODER_DIMENSIONS}, "pooling": "mean"},
  "head": {"classes": classes, "coefficients": W.tolist(),
    "intercepts": b.tolist(), "temperature": 1},
  "thresholds": {"confidence": 0.7, "similarity": -1}}, open("head.bundle.json", "w"))`;

/** Python that makes a logistic regression over the embedding of a bundle's head. */
export const TO_SKLEARN = `import json, numpy as np
from sklearn.linear_model import LogisticRegression
bundle = json.load(open("my-categories.bundle.json"))
head, size = bundle["head"], bundle["encoder"]["dimensions"]
model = LogisticRegression()
model.classes_ = np.array(head["classes"])
scale = bundle["features"]["embeddingScale"] / head["temperature"]
model.coef_ = np.array(head["coefficients"])[:, :size] * scale
model.intercept_ = np.array(head["intercepts"]) / head["temperature"]
if len(model.classes_) == 2:
    model.coef_, model.intercept_ = np.diff(model.coef_, axis=0), np.diff(model.intercept_)
model.n_features_in_ = size
# model.predict_proba(embeddings) now gives what Winnow's head gives`;
