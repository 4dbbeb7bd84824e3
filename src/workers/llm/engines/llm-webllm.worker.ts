import * as Comlink from 'comlink';
import { WebLlmEngine } from './webllm-engine';

Comlink.expose(new WebLlmEngine());
