import * as Comlink from 'comlink';
import { Reader } from './reader';

Comlink.expose(new Reader());
