import './own-blobs';
import * as Comlink from 'comlink';
import { WllamaEngine } from './wllama-engine';

Comlink.expose(new WllamaEngine());
