import * as Comlink from 'comlink';
import { Embedder } from './embedder';

Comlink.expose(new Embedder());
