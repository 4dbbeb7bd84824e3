import * as Comlink from 'comlink';
import { Classifier } from './classifier';

Comlink.expose(new Classifier());
